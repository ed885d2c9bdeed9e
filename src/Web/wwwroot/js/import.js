// The page of a running import: asks how far it is, and comes again when it has ended.
const bar = document.getElementById('progress');
const words = document.getElementById('words');

const ask = async () => {
  try {
    const answer = await fetch('/admin/people/import/state', { headers: { Accept: 'application/json', 'X-Live': '1' } });
    if (answer.redirected || answer.status === 204) return location.reload();
    const state = await answer.json();
    if (state.phase !== 'running') return location.reload();
    [bar.max, bar.value] = [state.total ?? 1, state.done];
    if (words.textContent !== state.words) words.textContent = state.words;
  } catch {
    words.textContent = 'The kiosk does not answer just now.';
  }
  setTimeout(ask, 1000);
};
if (bar) setTimeout(ask, 500);
