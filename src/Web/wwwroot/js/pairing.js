// The page changes when staff have confirmed the code, or when it is no longer good.
const pause = 5000;
const code = document.querySelector('.code strong').textContent;

setInterval(async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok && !(await answer.text()).includes(code))
    location.reload();
}, pause);
