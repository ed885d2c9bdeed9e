// Words as large as their place allows, none of them split. Measured, because a name or a contact can be of any length.
const scales = [1, 0.92, 0.85, 0.78, 0.71, 0.65, 0.59, 0.54, 0.49, 0.44, 0.4, 0.36, 0.32];

// Each line by itself: what sticks out against the direction of its script is no overflow of the box.
const fits = box => box.scrollHeight <= box.clientHeight + 1 && [...box.querySelectorAll('p')].every(line => line.scrollWidth <= line.clientWidth);

/** Sizes the words of a box with the class `fit`. */
export function fit(box) {
  if (box.clientWidth === 0)
    return;
  const key = `${box.clientWidth} ${box.clientHeight} ${box.textContent}`;
  if (box.fitted === key)
    return;
  box.classList.remove('tight');
  const scale = scales.find(candidate => {
    box.style.setProperty('--fit', candidate);
    return fits(box);
  });
  // A name without a gap that is wider than the screen: the only one that breaks.
  box.classList.toggle('tight', scale === undefined);
  box.fitted = `${box.clientWidth} ${box.clientHeight} ${box.textContent}`;
}

/** Sizes them again when their place changes. */
export function keepFitting(boxes) {
  const observer = new ResizeObserver(entries => entries.forEach(entry => fit(entry.target)));
  boxes.forEach(box => observer.observe(box));
}
