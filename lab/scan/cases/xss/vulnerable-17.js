// case: browser tab switcher that writes the location hash into the page
(function () {
  const heading = document.getElementById('tab-title');

  function currentTab() {
    const hash = window.location.hash.slice(1);
    return decodeURIComponent(hash) || 'Overview';
  }

  function show() {
    const tab = currentTab();
    document.title = tab + ' - console';
    heading.insertAdjacentHTML('beforeend', '<em>' + tab + '</em>');
  }

  window.addEventListener('hashchange', show);
  show();
})();
