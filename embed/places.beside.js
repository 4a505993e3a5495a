// Where a file is: beside the loader, wherever that is. Bundlers move files and are given a list in place of this.

export const url = (file) => new URL(file, import.meta.url).href;
