// How the page looks just now, for scripts that paint themselves: what the reader chose, else what the device says.
export const dark = () => {
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme === "dark" || (scheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches);
};

// A colour of tokens.css, such as `--accent`, as `rgb(...)`: also the city's own, also in high contrast.
export const token = (name) => {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.color = `var(${name})`;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
};
