// The other files as part of the same file, so that nothing is ever requested: it runs under `connect-src 'none'`.

export const url = (file) => new URL(file, import.meta.url).href;

export const bytes = async (stem, base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const response = bytes;
