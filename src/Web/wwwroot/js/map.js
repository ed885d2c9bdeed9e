// The map of faces with pointer and keyboard: says whom a dot shows. Without it, a dot is a link to the same page with its person brought out.
const map = document.querySelector('.gallery-map');
const whom = document.getElementById('whom');
if (map) {
  const dots = [...map.querySelectorAll('circle')].map(circle => ({ circle, x: circle.cx.baseVal.value, y: circle.cy.baseVal.value }));
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let at = null;

  const say = circle => { whom.textContent = circle.parentNode.querySelector('title').textContent; };
  const go = dot => {
    at?.circle.classList.remove('at');
    at = dot;
    dot.circle.classList.add('at');
    say(dot.circle);
  };
  // The nearest dot on that side; what lies aside counts twice.
  const next = ([x, y]) => dots
    .map(dot => ({ dot, ahead: (dot.x - at.x) * x + (dot.y - at.y) * y, aside: Math.abs((dot.x - at.x) * y) + Math.abs((dot.y - at.y) * x) }))
    .filter(one => one.ahead > 0)
    .reduce((best, one) => !best || one.ahead + 2 * one.aside < best.ahead + 2 * best.aside ? one : best, null)?.dot;

  map.addEventListener('pointerover', event => { if (event.target.matches('circle')) say(event.target); });
  map.addEventListener('keydown', event => {
    if (event.key === 'Enter' && at) location.href = at.circle.parentNode.href.baseVal;
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    const dot = at ? next(way) : dots[0];
    if (dot) go(dot);
  });
}
