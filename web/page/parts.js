// The packed parts of the page: letters in inert elements, unpacked by the browser's own means.
const fromLetters = (letters) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(letters);
  const plain = atob(letters);
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
};

const inflated = async (bytes) => {
  const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const part = (name) => inflated(fromLetters(document.getElementById(`part-${name}`).textContent));
