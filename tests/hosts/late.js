// What some sites still load after everything else: polyfills for browsers of ten years ago, which replace what is there.
window.addEventListener("load", function () {
  function OldCustomEvent(name, given) {
    var event = document.createEvent("CustomEvent");
    event.initCustomEvent(name, !!(given && given.bubbles), !!(given && given.cancelable), given ? given.detail : null);
    return event;
  }
  OldCustomEvent.prototype = window.Event.prototype;
  window.CustomEvent = OldCustomEvent;

  window.Event = function (name) {
    var event = document.createEvent("Event");
    event.initEvent(name, false, false);
    return event;
  };

  Object.assign = function (to, from) {
    for (var name in from) to[name] = from[name];
    return to;
  };
  Object.keys = function (object) {
    var names = [];
    for (var name in object) names.push(name);
    return names;
  };

  var then = window.Promise;
  window.Promise = function (work) {
    return new then(work);
  };
  Object.getOwnPropertyNames(then).forEach(function (name) {
    if (typeof then[name] === "function") window.Promise[name] = function () { return then[name].apply(then, arguments); };
  });
  window.Promise.prototype = then.prototype;
});
