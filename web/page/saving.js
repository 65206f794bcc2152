// Saving is the browser's own download of bytes that the page already holds.
const TYPES = {
  html: "text/html",
  xlsm: "application/vnd.ms-excel.sheet.macroEnabled.12",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
};
const KEPT = 60_000; // milliseconds; some browsers ask for a folder first

const save = ({ name, content }) => {
  const type = TYPES[name.split(".").pop().toLowerCase()];
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
};
