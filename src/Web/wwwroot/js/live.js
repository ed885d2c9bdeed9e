// Keeps parts of a page up to date: when the stream named by data-live speaks, the page is fetched again and every
// element with data-live-part is replaced by its new self. Boxes stay as they were ticked, and pictures are not fetched again.
const page = document.querySelector('[data-live]');
const pause = 700;
let wanted = false;
let busy = false;
let paused = false;

const keyOf = element => element?.id ? `#${CSS.escape(element.id)}` : element?.getAttribute('href') ? `a[href="${CSS.escape(element.getAttribute('href'))}"]` : null;

async function refresh() {
  wanted = true;
  if (busy || paused) return;
  busy = true;
  while (wanted && !paused) {
    wanted = false;
    try {
      const answer = await fetch(location.href, { headers: { 'X-Live': '1' } });
      if (answer.redirected) { location.reload(); return; }
      if (answer.ok && !paused) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch { /* The kiosk restarts: the stream comes back by itself and asks again. */ }
    await new Promise(done => setTimeout(done, pause));
  }
  busy = false;
}

function replace(old, now) {
  const boxes = [...old.querySelectorAll('input[type=checkbox]')];
  for (const box of now.querySelectorAll('input[type=checkbox]')) {
    const same = boxes.find(one => one.name === box.name && one.value === box.value);
    if (same) box.checked = same.checked;
  }
  const pictures = [...old.querySelectorAll('img')];
  const kept = [];
  for (const picture of now.querySelectorAll('img')) {
    const same = pictures.find(one => one.getAttribute('src') === picture.getAttribute('src'));
    if (!same) continue;
    // A picture that enters this document is fetched, so its place is held by something else until then.
    const place = now.ownerDocument.createElement('span');
    picture.replaceWith(place);
    kept.push([place, same]);
  }
  old.replaceChildren(...now.childNodes);
  for (const [place, picture] of kept) place.replaceWith(picture);
}

function show(fresh) {
  for (const old of document.querySelectorAll('[data-live-part]')) {
    const now = fresh.getElementById(old.id);
    if (!now || now.innerHTML === old.innerHTML) continue;
    const focus = old.contains(document.activeElement) ? keyOf(document.activeElement) : null;
    replace(old, now);
    if (focus) old.querySelector(focus)?.focus();
  }
  if (fresh.title) document.title = fresh.title;
  const told = document.querySelector('[data-live-status]');
  const news = fresh.querySelector('[data-live-status]');
  if (told && news && told.textContent !== news.textContent) told.textContent = news.textContent;
}

// What is read must stay where it is. What happened meanwhile is fetched when it goes on.
const pauseButton = document.querySelector('[data-live-pause]');
if (page && pauseButton) {
  pauseButton.hidden = false;
  pauseButton.addEventListener('click', () => {
    paused = !paused;
    [pauseButton.textContent, pauseButton.dataset.livePause] = [pauseButton.dataset.livePause, pauseButton.textContent];
    if (!paused && wanted) refresh();
  });
}

if (page) {
  const source = new EventSource(page.dataset.live);
  let known = false;
  source.onmessage = refresh;
  // What happened while the stream was away is fetched when it is back.
  source.onopen = () => { if (known) refresh(); known = true; document.documentElement.dataset.liveState = 'on'; };
  source.onerror = () => { document.documentElement.dataset.liveState = 'off'; };
  addEventListener('pagehide', () => source.close());
}
