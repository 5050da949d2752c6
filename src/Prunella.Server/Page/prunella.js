// Fetches the server-rendered picture again whenever the healer says that something changed.
// When the healer is away the last picture stays, with its age.
const live = document.getElementById("live");
const fleet = document.body.dataset.fleet;
let last = Date.now();
async function refresh() {
  const answer = await fetch("/v1/fleets/" + encodeURIComponent(fleet) + "/picture");
  if (!answer.ok) return;
  live.innerHTML = await answer.text();
  last = Date.now();
  delete document.body.dataset.stale;
}
const events = new EventSource("/v1/fleets/" + encodeURIComponent(fleet) + "/events");
events.addEventListener("status", () => refresh().catch(() => {}));
setInterval(() => {
  const age = Math.round((Date.now() - last) / 1000);
  if (age > 3) document.body.dataset.stale = "stale since " + age + " s";
}, 1000);
