// Where a file is: beside the loader, wherever that is. Bundlers move files and are given a list in place of this.

const HERE = new URL(".", import.meta.url);

export const url = (file) => new URL(file, HERE).href;
