// The camera's page: a picture a second with its readings, while the page is seen.
const root = document.getElementById('aiming');
const picture = document.getElementById('look');
const words = document.getElementById('look-words');
const states = { good: 'good', warn: 'could be better', bad: 'not good enough' };

function show(look) {
  picture.hidden = !look.picture;
  if (look.picture) picture.src = look.picture;
  const told = look.picture ? 'Live: a picture a second, which is not kept.' : `No picture: ${look.fault}`;
  if (words.textContent !== told) words.textContent = told;
  for (const line of root.querySelectorAll('[data-reading]')) {
    const reading = look.readings.find((one) => one.id === line.dataset.reading);
    line.dataset.state = reading?.state ?? '';
    line.querySelector('meter').value = reading?.share ?? 0;
    line.querySelector('.state').textContent = reading ? states[reading.state] : '';
    line.querySelector('.words').textContent = reading?.words ?? 'Nobody is there yet.';
  }
}

async function look() {
  if (document.visibilityState === 'visible') {
    try {
      const answer = await fetch(root.dataset.address, { headers: { Accept: 'application/json', 'X-Live': '1' }, redirect: 'manual' });
      // Signed out meanwhile: the way back leads over the sign-in.
      if (answer.type === 'opaqueredirect') return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
    } catch {
      words.textContent = 'The kiosk does not answer.';
    }
  }
  setTimeout(look, 1000);
}

look();
