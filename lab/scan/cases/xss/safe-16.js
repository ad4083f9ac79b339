// case: browser chat widget that builds received messages from text nodes
const list = document.querySelector('#messages');
const form = document.querySelector('#compose');
const socket = new WebSocket(`wss://${location.host}/chat`);

function append(message) {
  const item = document.createElement('li');
  item.innerHTML = '<b></b>: <span></span>';
  item.querySelector('b').textContent = message.from;
  item.querySelector('span').textContent = message.text;
  list.appendChild(item);
  item.scrollIntoView();
}

socket.addEventListener('message', (event) => {
  const message = JSON.parse(event.data);
  if (message.kind === 'text') append(message);
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  socket.send(JSON.stringify({ kind: 'text', text: form.elements.text.value }));
  form.reset();
});
