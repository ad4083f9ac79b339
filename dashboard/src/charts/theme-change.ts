/** Calls back when colours may have changed: by the system, by the page's own switch, before and after printing. Returns how to stop. */
export const onThemeChange = (changed: () => void): (() => void) => {
  const stop = new AbortController();
  const { signal } = stop;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed, { signal });
  matchMedia('print').addEventListener('change', changed, { signal });
  addEventListener('beforeprint', changed, { signal });
  addEventListener('afterprint', changed, { signal });
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => {
    stop.abort();
    observer.disconnect();
  };
};
