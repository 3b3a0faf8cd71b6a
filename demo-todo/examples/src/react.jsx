import { useState } from "react";
import { createRoot } from "react-dom/client";
import { useLiquidState } from "liquid-page/react";
import { Liquid } from "/liquid/liquid.mjs";

const liquid = Liquid.start({ url: "/liquid", panel: true });

function Todos() {
  const [todos, setTodos] = useLiquidState(liquid, "todos", []);
  const [text, setText] = useState("");
  const open = todos.filter(todo => !todo.done).length;

  function add(event) {
    event.preventDefault();
    if (text.trim()) setTodos([...todos, { id: crypto.randomUUID(), text: text.trim(), done: false }]);
    setText("");
  }

  return (
    <>
      <h1>Todo</h1>
      <form className="new" onSubmit={add}>
        <label className="unseen" htmlFor="todo-text">New todo</label>
        <input id="todo-text" placeholder="What needs doing?" maxLength={200} autoComplete="off"
          value={text} onChange={event => setText(event.target.value)} />
        <button id="todo-add">Add</button>
      </form>
      <ul className="todo-list" aria-label="Todos">
        {todos.map(todo => (
          <li key={todo.id}>
            <label className={todo.done ? "done" : ""}>
              <input className="toggle" type="checkbox" checked={todo.done}
                onChange={() => setTodos(todos.map(one => (one === todo ? { ...one, done: !one.done } : one)))} />
              <span className="text">{todo.text}</span>
            </label>
            <button className="destroy" type="button" aria-label={`Remove ${todo.text}`}
              onClick={() => setTodos(todos.filter(one => one !== todo))} />
          </li>
        ))}
      </ul>
      <p className="nothing">Nothing here yet. Write down the first thing.</p>
      <p className="left" role="status">
        {todos.length === 0 ? "" : open === 0 ? "All done" : `${open} of ${todos.length} left`}
      </p>
    </>
  );
}

createRoot(document.querySelector("main")).render(<Todos />);
window.liquid = await liquid;
