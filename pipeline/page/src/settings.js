// What a reader chose, where the browser keeps it for a page from a file.

export function remembered(name) {
  try {
    return localStorage.getItem(`zh-police-reports ${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`zh-police-reports ${name}`, value);
  } catch {
    // Then it is chosen anew the next time.
  }
}
