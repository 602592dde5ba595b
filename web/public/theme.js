// Runs before the first paint, so that a chosen theme does not flash the other one. No inline script is allowed by the policy.
(() => {
  const chosen = localStorage.getItem('theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
