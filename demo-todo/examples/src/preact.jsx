/** @jsxImportSource preact */
import { signal } from "@preact/signals";
import { render } from "preact";
import { liquidSignal } from "liquid-page/preact";
import { Liquid } from "/liquid/liquid.mjs";

const liquid = Liquid.start({ url: "/liquid", panel: true });
const todos = signal([]);
const text = signal("");
liquidSignal(liquid, "todos", todos);

function add(event) {
  event.preventDefault();
  const wanted = text.value.trim();
  if (wanted) todos.value = [...todos.value, { id: crypto.randomUUID(), text: wanted, done: false }];
  text.value = "";
}

function toggle(todo) {
  todos.value = todos.value.map(one => (one === todo ? { ...one, done: !one.done } : one));
}

function Todos() {
  const open = todos.value.filter(todo => !todo.done).length;
  return (
    <>
      <h1>Todo</h1>
      <form class="new" onSubmit={add}>
        <label class="unseen" for="todo-text">New todo</label>
        <input id="todo-text" placeholder="What needs doing?" maxlength={200} autocomplete="off"
          value={text.value} onInput={event => { text.value = event.currentTarget.value; }} />
        <button id="todo-add">Add</button>
      </form>
      <ul class="todo-list" aria-label="Todos">
        {todos.value.map(todo => (
          <li key={todo.id}>
            <label class={todo.done ? "done" : ""}>
              <input class="toggle" type="checkbox" checked={todo.done} onChange={() => toggle(todo)} />
              <span class="text">{todo.text}</span>
            </label>
            <button class="destroy" type="button" aria-label={`Remove ${todo.text}`}
              onClick={() => { todos.value = todos.value.filter(one => one !== todo); }} />
          </li>
        ))}
      </ul>
      <p class="nothing">Nothing here yet. Write down the first thing.</p>
      <p class="left" role="status">
        {todos.value.length === 0 ? "" : open === 0 ? "All done" : `${open} of ${todos.value.length} left`}
      </p>
    </>
  );
}

render(<Todos />, document.querySelector("main"));
window.liquid = await liquid;
