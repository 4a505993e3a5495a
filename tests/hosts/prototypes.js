// What Prototype.js and its contemporaries did to a page, written anew: everything can be listed by `for … in`, the names
// that the language took later mean something else, and some functions of the browser are replaced.
(function () {
  var own = {
    each: function (act) { for (var at = 0; at < this.length; at += 1) act(this[at], at); return this; },
    inject: function (memo, act) { this.each(function (one, at) { memo = act(memo, one, at); }); return memo; },
    find: function (test) { for (var at = 0; at < this.length; at += 1) if (test(this[at], at)) return this[at]; },
    include: function (wanted) { return this.indexOf(wanted) !== -1; },
    entries: function () { return this.slice(); },
    size: function () { return this.length; },
    first: function () { return this[0]; },
    last: function () { return this[this.length - 1]; },
    clear: function () { this.length = 0; return this; },
    compact: function () { return this.filter(function (one) { return one != null; }); },
    without: function (gone) { return this.filter(function (one) { return one !== gone; }); },
    uniq: function () { return this.filter(function (one, at, all) { return all.indexOf(one) === at; }); },
    toArray: function () { return this.slice(); },
    inspect: function () { return "[" + this.join(", ") + "]"; },
    toJSON: function () { return this.inspect(); }
  };
  for (var name in own) Array.prototype[name] = own[name];
  Array.from = function (list) {
    if (!list) return [];
    if ("toArray" in Object(list)) return list.toArray();
    var all = [];
    for (var at = 0; at < list.length; at += 1) all.push(list[at]);
    return all;
  };

  Object.prototype.extend = function (more) { for (var name in more) this[name] = more[name]; return this; };
  Object.prototype.clone = function () { return {}.extend(this); };

  Function.prototype.bind = function (self) {
    var act = this;
    var first = Array.prototype.slice.call(arguments, 1);
    return function () { return act.apply(self, first.concat(Array.prototype.slice.call(arguments))); };
  };
  Function.prototype.curry = function () { return this.bind.apply(this, [null].concat([].slice.call(arguments))); };
  Function.prototype.defer = function () { return setTimeout(this, 10); };

  var string = {
    strip: function () { return this.replace(/^\s+|\s+$/g, ""); },
    startsWith: function (start) { return this.lastIndexOf(start, 0) === 0; },
    endsWith: function (end) { return this.slice(-end.length) === end; },
    sub: function (what, by) { return this.replace(what, by); },
    gsub: function (what, by) { return this.split(what).join(by); },
    times: function (count) { return new Array(count + 1).join(this); },
    blank: function () { return /^\s*$/.test(this); },
    toArray: function () { return this.split(""); },
    toJSON: function () { return '"' + this + '"'; }
  };
  for (var word in string) String.prototype[word] = string[word];
  Number.prototype.times = function (act) { for (var at = 0; at < this; at += 1) act(at); };
  Number.prototype.toJSON = function () { return String(this); };
  Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"'; };

  var element = {
    remove: function () { if (this.parentNode) this.parentNode.removeChild(this); return this; },
    hide: function () { this.style.display = "none"; return this; },
    show: function () { this.style.display = ""; return this; },
    update: function (text) { this.textContent = text; return this; },
    replace: function (other) { this.parentNode.replaceChild(other, this); return this; },
    insert: function (other) { this.appendChild(other); return this; },
    visible: function () { return this.style.display !== "none"; },
    select: function (css) { return this.querySelectorAll(css); },
    childElements: function () { return [].slice.call(this.children); }
  };
  for (var act in element) Element.prototype[act] = element[act];
  document.getElementsByClassName = function (name) { return [].slice.call(document.querySelectorAll("." + name)); };
  window.$ = function (id) { return document.getElementById(id); };
  window.$$ = function (css) { return [].slice.call(document.querySelectorAll(css)); };
  window.$A = Array.from;
  window.Class = { create: function () { return function () {}; } };
  window.Hash = function () {};
  window.Template = function () {};

  // Wrapped, as by scripts that watch a page.
  var event = window.Event;
  window.Event = function (name, given) { return new event(name, given); };
  window.Event.prototype = event.prototype;
  window.Event.observe = function (one, name, act) { one.addEventListener(name, act); };
  if (window.trustedTypes) {
    window.trustedTypes.createPolicy("default", {
      createHTML: function (text) { return text; },
      createScriptURL: function (text) { return text; }
    });
  }
})();
