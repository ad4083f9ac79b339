// case: browser tab switcher that writes the location hash as text
(function () {
  const heading = document.getElementById('tab-title');

  function currentTab() {
    const hash = window.location.hash.slice(1);
    return decodeURIComponent(hash) || 'Overview';
  }

  function show() {
    const tab = currentTab();
    const label = document.createElement('em');
    label.append(tab);
    document.title = tab + ' - console';
    heading.replaceChildren(label);
  }

  window.addEventListener('hashchange', show);
  show();
})();
