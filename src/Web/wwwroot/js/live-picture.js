// Live pictures: one a second each, while the page is seen. A picture that is not of now is taken away.
const pause = 1000;
const longest = 5000;

function follow(figure) {
  const picture = figure.querySelector('img');
  const sign = figure.querySelector('.sign');
  let address = null;

  function show(blob, words) {
    const old = address;
    address = blob ? URL.createObjectURL(blob) : null;
    picture.hidden = !blob;
    if (blob) picture.src = address; else picture.removeAttribute('src');
    if (old) URL.revokeObjectURL(old);
    figure.dataset.state = blob ? 'live' : 'none';
    if (sign.textContent !== words) sign.textContent = words;
  }

  async function look() {
    if (document.visibilityState === 'visible') {
      try {
        const answer = await fetch(figure.dataset.frame, { headers: { 'X-Live': '1' }, redirect: 'manual', signal: AbortSignal.timeout(longest) });
        // Signed out meanwhile: the way back leads over the sign-in.
        if (answer.type === 'opaqueredirect') return location.reload();
        const blob = answer.ok ? await answer.blob() : null;
        if (document.visibilityState === 'visible') show(blob, blob ? 'Live' : 'No picture from this camera.');
      } catch {
        show(null, 'No picture: the kiosk does not answer.');
      }
    }
    setTimeout(look, pause);
  }

  document.addEventListener('visibilitychange', () => { if (document.visibilityState !== 'visible') show(null, 'Waiting for the picture.'); });
  look();
}

document.querySelectorAll('[data-frame]').forEach(follow);
