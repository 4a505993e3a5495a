// What the import of the npm package gives where there is no document, as on a server that writes pages: nothing. The tag is
// written there as it stands, and becomes the widget in the browser.

export {};
