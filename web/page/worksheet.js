// The empty worksheet: a small form, and a file to save.
const form = byId("worksheet");

const openForm = (open) => {
  form.hidden = !open;
  byId("get").ariaExpanded = String(open);
  if (open) {
    byId("worksheet-language").value = language;
    if (!byId("year").value) byId("year").value = String(new Date().getFullYear());
    byId("year").focus();
  } else {
    byId("get").focus();
  }
};

byId("get").addEventListener("click", () => openForm(form.hidden));
byId("close").addEventListener("click", () => openForm(false));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = {
    language: byId("worksheet-language").value,
    year: byId("year").valueAsNumber || null,
    currency: byId("currency").value,
    channels: byId("channels").value,
    madeOn: today(),
  };
  await withEngine(async () => {
    const name = `marketing-channel-roi.${wanted.language}.xlsx`;
    save({ name, content: await engine.ask("worksheet", wanted) });
    word(byId("status"), "worksheet_saved", { file: name });
  });
});
