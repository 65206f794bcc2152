// The files that a person hands in, read in the page itself: a worker of WebKit can't read what was chosen. They
// are read and laid before the worker one after the other, so that no file is in memory twice.
let holder = null; // the engine whose worker holds `handedIn`

const contentOf = async (file, largest) => {
  if (file.size > largest) return { tooLarge: true };
  try {
    return { content: await file.arrayBuffer() };
  } catch (error) {
    return { unread: error.message || String(error) };
  }
};

const layBefore = async (worker, files) => {
  await worker.ask("clear", {});
  for (const file of files) {
    const read = await contentOf(file, worker.largestInput);
    await worker.ask("lay", { name: file.name, ...read }, { handedOver: read.content ? [read.content] : [] });
  }
  holder = worker;
};
