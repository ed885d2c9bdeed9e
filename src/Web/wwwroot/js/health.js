// Keeps the health page's lines current: one small request every two seconds while the page is seen.
const age = document.getElementById("health-age");
let failures = 0;

async function look() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch("/admin/health/now", { headers: { Accept: "application/json", "X-Live": "1" }, redirect: "manual" });
    // Signed out meanwhile: the way back leads over the sign-in.
    if (answer.type === "opaqueredirect") return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    for (const line of await answer.json()) {
      const place = document.querySelector(`[data-line="${CSS.escape(line.id)}"]`);
      if (!place) continue;
      if (place.textContent !== line.text) place.textContent = line.text;
      place.dataset.state = line.state;
    }
    if (failures > 0) age.textContent = "Looks again every two seconds.";
    failures = 0;
  } catch {
    failures += 1;
    if (failures === 2) age.textContent = "The kiosk does not answer; these figures are old.";
  }
}

setInterval(look, 2000);
document.addEventListener("visibilitychange", look);
