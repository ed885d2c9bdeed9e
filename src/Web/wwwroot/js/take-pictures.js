// Pictures of oneself: from the browser's camera or a file, one at a time; each is checked by the kiosk and answered at once.
const form = document.getElementById('take-pictures');
if (form) begin();

function begin() {
  const answer = document.getElementById('take-answer');
  const video = document.getElementById('own-video');
  const open = document.getElementById('own-open');
  const file = document.getElementById('picture');
  const token = form.querySelector('input[name=__RequestVerificationToken]');

  const tell = (words) => {
    answer.textContent = words;
    answer.hidden = false;
  };

  async function send(picture, name) {
    tell(form.dataset.checking);
    const body = new FormData();
    body.append(token.name, token.value);
    body.append('picture', picture, name);
    try {
      const got = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
      // The link is over, or somebody signed out: the page says so.
      if (got.redirected || !got.headers.get('content-type')?.includes('json')) return location.reload();
      const told = await got.json();
      tell(told.words);
      if (told.good) await show();
    } catch {
      tell(form.dataset.noAnswer);
    }
  }

  // The list of pictures alone is taken anew: the camera stays open.
  async function show() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    const kept = document.getElementById('kept-title').closest('section');
    kept.replaceWith(page.getElementById('kept-title').closest('section'));
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (file.files.length) await send(file.files[0], file.files[0].name);
    form.reset();
  });

  if (!navigator.mediaDevices?.getUserMedia) return;
  document.getElementById('own-camera').hidden = false;
  open.addEventListener('click', async () => {
    if (!video.srcObject) {
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 } } });
      } catch {
        return tell(form.dataset.noCamera);
      }
      video.hidden = false;
      await video.play();
      open.textContent = form.dataset.shoot;
      return;
    }
    open.disabled = true;
    const picture = document.createElement('canvas');
    [picture.width, picture.height] = [video.videoWidth, video.videoHeight];
    picture.getContext('2d').drawImage(video, 0, 0);
    await send(await new Promise((resolve) => { picture.toBlob(resolve, 'image/jpeg', 0.95); }), 'camera.jpg');
    open.disabled = false;
  });
}
