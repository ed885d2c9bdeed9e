// The page of a guided enrolment: draws what the socket sends, and says back what the operator decides.
const root = document.getElementById('enrol');
if (root) {
  const part = (id) => document.getElementById(id);
  const guide = part('guide');
  const take = part('take');
  const canvas = part('picture');
  const pen = canvas.getContext('2d');
  const address = new URL(root.dataset.socket, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address);
  socket.binaryType = 'blob';
  let phase = 'waiting';
  let drawing = false;

  const say = (words) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(words));

  const draw = async (picture) => {
    // A picture that comes while another is drawn is too old by then.
    if (drawing) return;
    drawing = true;
    try {
      const bitmap = await createImageBitmap(picture);
      if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
      pen.drawImage(bitmap, 0, 0);
      bitmap.close();
    } catch {
      // A broken picture is replaced by the next.
    } finally {
      drawing = false;
    }
  };

  const showCaptures = (taken) => {
    for (const line of document.querySelectorAll('.captures li')) {
      const capture = taken.find((one) => one.pose === line.dataset.pose);
      line.classList.toggle('done', Boolean(capture));
      line.querySelector('.quality').textContent = capture ? capture.quality : 'open';
    }
  };

  const showAlike = (news) => {
    part('alike').hidden = news.alike.length === 0;
    part('save').hidden = news.alike.length > 0;
    part('another').hidden = news.alike.length === 0;
    part('decide-title').textContent = news.alike.length === 0 ? 'All captures are taken' : 'Is it the same person?';
    part('others').replaceChildren(...news.alike.map((other) => {
      const line = part('other').content.cloneNode(true);
      line.querySelector('.who-name').textContent = other.name;
      line.querySelector('.who-number').textContent = other.number ?? 'no number';
      line.querySelector('.words').textContent = other.words;
      line.querySelector('.same')?.addEventListener('click', () => say({ do: 'same', person: other.person }));
      return line;
    }));
  };

  const show = (news) => {
    const entered = news.phase !== phase;
    phase = root.dataset.phase = news.phase;
    root.dataset.wanted = news.wanted ?? '';
    root.dataset.good = news.good;
    if (guide.textContent !== news.guide) guide.textContent = news.guide;
    take.disabled = phase !== 'capturing';
    if (phase === 'done') {
      location.replace(`/admin/people/${news.person}?done=enrolled`);
      return;
    }
    if (phase !== 'over') showCaptures(news.taken);
    part('live').textContent = news.live ? 'A live person.' : 'Meanwhile the kiosk checks that the person is live.';
    part('target').hidden = phase !== 'capturing' && phase !== 'waiting';
    part('decide').hidden = phase !== 'deciding';
    part('over').hidden = phase !== 'over';
    if (phase === 'deciding') showAlike(news);
    if (entered && phase === 'deciding') (news.alike.length ? part('decide-title') : part('save')).focus();
    if (entered && phase === 'over') end();
  };

  const end = () => {
    phase = root.dataset.phase = 'over';
    for (const id of ['target', 'decide']) part(id).hidden = true;
    part('over').hidden = false;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    part('over-title').focus();
  };

  socket.addEventListener('message', (message) => (typeof message.data === 'string' ? show(JSON.parse(message.data)) : draw(message.data)));
  socket.addEventListener('close', () => {
    if (phase === 'over' || phase === 'done') return;
    guide.textContent = 'The connection to the kiosk was lost. Nothing was kept.';
    end();
  });
  take.addEventListener('click', () => say({ do: 'take' }));
  part('save').addEventListener('click', () => say({ do: 'save' }));
  part('another').addEventListener('click', () => say({ do: 'another' }));
  for (const button of root.querySelectorAll('.cancel')) button.addEventListener('click', () => say({ do: 'cancel' }));
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape') say({ do: 'cancel' });
    else if (event.key.toLowerCase() === 't' && phase === 'capturing') say({ do: 'take' });
  });
}
