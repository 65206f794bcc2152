// Runs compile.py in the very Python that the page carries: node compile.mjs STAGE SCRIPT
import { readFileSync } from "node:fs";
import { loadPyodide } from "../node_modules/pyodide/pyodide.mjs";

const [stage, script] = process.argv.slice(2);
// With a fixed seed a set has the same order in every build.
const python = await loadPyodide({ env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
python.FS.mkdir("/stage");
python.mountNodeFS("/stage", stage);
python.runPython(readFileSync(script, "utf8"));
