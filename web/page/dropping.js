// What was dropped, with the workbooks of dropped folders; which those are the program itself says.
const isFolder = (entry) => Boolean(entry?.isDirectory);

const childrenOf = async (folder) => {
  const reader = folder.createReader();
  const children = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return children;
    children.push(...some);
  }
};

const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

// As on the command line: a folder's own files, not those of folders in it, in the order of their names.
const filesInFolder = async (folder) => {
  const entries = (await childrenOf(folder)).filter((entry) => entry.isFile);
  await ready;
  const names = new Set(await engine.ask("workbooks", { names: entries.map((entry) => entry.name) }));
  const chosen = entries.filter((entry) => names.has(entry.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return Promise.all(chosen.map(fileOf));
};

// The items must be asked for at once: they are gone after the event.
const droppedFiles = async (transfer) => {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.());
  const loose = [...transfer.files].filter((_, place) => !isFolder(entries[place]));
  const inside = await Promise.all(entries.filter(isFolder).map(filesInFolder));
  return [...loose, ...inside.flat()];
};
