
for (const controls of document.querySelectorAll(".find")) {
  const table = document.getElementById(controls.dataset.table);
  const rows = [...table.tBodies[0].querySelectorAll("tr[data-name]")];
  const [search, shown, count] = ["input", "select", "output"].map((tag) => controls.querySelector(tag));
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
  const asked = {
    "": () => true,
    findings: (row) => row.dataset.findings !== "0",
    missing: (row) => row.dataset.status !== "released",
  };
  const show = () => {
    const words = folded(search.value.trim());
    for (const row of rows) row.hidden = !(folded(row.dataset.name).includes(words) && asked[shown.value](row));
    count.textContent = `${rows.filter((row) => !row.hidden).length}/${rows.length}`;
  };
  search.addEventListener("input", show);
  shown.addEventListener("change", show);
  controls.hidden = false;
  show();
}
