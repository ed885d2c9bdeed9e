// Words as large as their place allows, none of them split. Measured, because a name or a contact can be of any length.
const scales = [1, 0.92, 0.85, 0.78, 0.71, 0.65, 0.59, 0.54, 0.49, 0.44, 0.4, 0.36, 0.32];

// Takes the first scale at which something fits; the smallest when none does.
function scaleOf(element, property, fits) {
  return scales.some(candidate => {
    element.style.setProperty(property, candidate);
    return fits();
  });
}

/** Sizes the words of a box with the class `fit`: each line by its longest word, then all of them by the height. */
export function fit(box) {
  const key = `${box.clientWidth} ${box.clientHeight} ${box.textContent}`;
  if (box.clientWidth === 0 || box.fitted === key)
    return;
  box.classList.remove('tight');
  box.style.setProperty('--fit', 1);
  const lines = [...box.querySelectorAll('p')];
  const isWhole = lines.map(line => scaleOf(line, '--own', () => line.scrollWidth <= line.clientWidth)).every(Boolean);
  // A name without a gap that is wider than the screen: the only one that breaks.
  box.classList.toggle('tight', !isWhole);
  scaleOf(box, '--fit', () => box.scrollHeight <= box.clientHeight + 1);
  box.fitted = `${box.clientWidth} ${box.clientHeight} ${box.textContent}`;
}

/** Sizes them again when their place changes. */
export function keepFitting(boxes) {
  const observer = new ResizeObserver(entries => entries.forEach(entry => fit(entry.target)));
  boxes.forEach(box => observer.observe(box));
}
