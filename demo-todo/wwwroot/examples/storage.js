// Keeps everything in localStorage, starts from there, and knows nothing of Liquid.

const list = document.querySelector(".todo-list");
const field = document.querySelector("#todo-text");
let todos = JSON.parse(localStorage.getItem("todos") ?? "[]");

function save(changed) {
  todos = changed;
  localStorage.setItem("todos", JSON.stringify(todos));
  render();
}

function render() {
  list.replaceChildren(...todos.map(item));
  const open = todos.filter(todo => !todo.done).length;
  const left = todos.length === 0 ? "" : open === 0 ? "All done" : `${open} of ${todos.length} left`;
  document.querySelector(".left").textContent = left;
}

function item(todo) {
  const made = document.querySelector("#todo").content.firstElementChild.cloneNode(true);
  made.querySelector(".text").textContent = todo.text;
  made.querySelector("label").classList.toggle("done", todo.done);
  const box = made.querySelector(".toggle");
  box.checked = todo.done;
  box.addEventListener("change", () => save(todos.map(one => (one === todo ? { ...one, done: box.checked } : one))));
  const button = made.querySelector(".destroy");
  button.setAttribute("aria-label", `Remove ${todo.text}`);
  button.addEventListener("click", () => save(todos.filter(one => one !== todo)));
  return made;
}

document.querySelector("form").addEventListener("submit", event => {
  event.preventDefault();
  const text = field.value.trim();
  field.value = "";
  if (text) save([...todos, { text, done: false }]);
});

render();
