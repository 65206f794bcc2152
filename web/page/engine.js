// The worker that runs kpisheet: started, asked, ended and started anew. Nothing here knows what is asked for.
class Stopped extends Error {}
class TooOld extends Error {}

class Engine {
  #worker;
  #waiting = new Map();
  #next = 0;
  #over = null; // `Stopped`, once nothing more comes of it
  largestInput = 0; // bytes

  // Resolves once Python stands; each part is unpacked before it starts, since it would wait for ever on bad ones.
  async start() {
    const names = ["worker", "machine", "python", "site"];
    const [script, machine, library, site] = await Promise.all(names.map(part));
    if (!WebAssembly.validate(machine)) throw new TooOld();
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.#worker = new Worker(address);
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => this.#end(new Error(event.message));
    ({ largestInput: this.largestInput } = await this.ask("start", { machine, library, site }));
    URL.revokeObjectURL(address);
  }

  // What the service gives back; `told` is called with each thing that it tells in between. What is handed over
  // is the worker's alone from then on.
  ask(service, request, { told = () => {}, handedOver = [] } = {}) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(this.#over);
      this.#waiting.set(id, { resolve, reject, told });
      this.#worker.postMessage({ id, service, request }, handedOver);
    });
  }

  // Ends the worker in the midst of whatever it does; what was asked for is rejected with `Stopped`.
  stop() {
    this.#over = new Stopped();
    this.#worker?.terminate();
    this.#end(this.#over);
  }

  #hear({ id, told, given, broken }) {
    const asked = this.#waiting.get(id);
    if (!asked) return;
    if (told) return asked.told(told);
    this.#waiting.delete(id);
    if (broken === undefined) asked.resolve(given);
    else asked.reject(new Error(broken));
  }

  #end(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
