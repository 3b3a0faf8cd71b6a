import { openRemove, openSend } from "./dialogs";
import { byId, make, type Row, rows, write } from "./dom";
import type { Instance, Space, Waiting } from "./feed";
import { pictureOf } from "./kind";
import { inOrder, type Model, nameOf } from "./model";
import { bytes, duration, plural } from "./words";

export function spaces(): (model: Model) => void {
  let now = 0;
  const show = rows<Space>(
    byId("spaces"),
    space => space.name,
    space => spaceRow(space.name, () => now),
  );
  return model => {
    now = model.now;
    show(inOrder(model));
    byId("no-spaces").hidden = model.spaces.size > 0;
    byId("more").hidden = model.more === 0;
    write(byId("more"), `${plural(model.more, "more space")} with fewer instances online`);
  };
}

function spaceRow(name: string, now: () => number): Row<Space> {
  const counts = make("p", { class: "faint" });
  const instances = make("ul", { class: "instances" });
  const unlisted = make("p", { class: "faint", hidden: "" });
  const waiting = make("div", { class: "waiting", hidden: "" });
  const messages = make("ul", {});
  const heading = make("p", { class: "wait-title" });
  waiting.append(heading, messages);
  const broadcast = make(
    "button",
    { type: "button", on: () => openSend(name), "aria-label": `Broadcast in ${name}` },
    "Broadcast…",
  );
  const element = make(
    "li",
    { class: "space" },
    make("div", { class: "space-head" }, make("div", {}, make("h3", { title: name }, name), counts), broadcast),
    instances,
    unlisted,
    waiting,
  );
  const showInstances = rows<Instance>(
    instances,
    instance => instance.id,
    instance => instanceRow(name, instance, now),
  );
  let known: Space;
  const showMessages = rows<Waiting>(
    messages,
    message => String(message.number),
    () => messageRow(() => known, now),
  );
  return {
    element,
    show(space) {
      known = space;
      const { count, bytes: size, oldest } = space.waiting;
      const hidden = space.online + space.away - space.instances.length;
      write(counts, `${space.online} online · ${space.away} away`);
      showInstances(space.instances);
      unlisted.hidden = hidden === 0;
      write(unlisted, `and ${plural(hidden, "more instance")}`);
      waiting.hidden = oldest.length === 0;
      write(
        heading,
        `${plural(count, "message")} waiting, ${bytes(size)}${count > oldest.length ? `; the oldest ${oldest.length}:` : ""}`,
      );
      showMessages(oldest);
    },
  };
}

function instanceRow(space: string, first: Instance, now: () => number): Row<Instance> {
  let instance = first;
  const name = make("p", { class: "name" });
  const page = make("p", { class: "faint page" });
  const state = make("p", { class: "state" });
  const sendTo = make("button", { type: "button", on: () => openSend(space, instance) }, "Send…");
  const removeIt = make(
    "button",
    { type: "button", class: "danger", on: () => openRemove(space, instance) },
    "Remove…",
  );
  return {
    element: make(
      "li",
      {},
      pictureOf(first.kind),
      make("div", { class: "about" }, name, page),
      state,
      make("div", { class: "verbs" }, sendTo, removeIt),
    ),
    show(next) {
      instance = next;
      write(name, next.name);
      write(page, next.page);
      state.classList.toggle("online", next.online);
      write(state, next.online ? "Online" : `Away ${duration(now() - Date.parse(next.seen))}`);
      sendTo.setAttribute("aria-label", `Send to ${next.name}`);
      removeIt.setAttribute("aria-label", `Remove ${next.name}`);
    },
  };
}

function messageRow(space: () => Space, now: () => number): Row<Waiting> {
  const who = make("p", { class: "who" });
  const about = make("p", { class: "faint" });
  return {
    element: make("li", {}, who, about),
    show({ number, kind, from, to, at, expires, size, targets }) {
      const { instances } = space();
      write(who, `${number} · ${kind}: ${nameOf(from, instances)} → ${nameOf(to, instances)}`);
      const waits = `waits for ${duration(now() - Date.parse(at))}`;
      const left = `${duration(Date.parse(expires) - now())} left`;
      write(about, [waits, bytes(size), left, ...(to === "*" ? [`${targets} to go`] : [])].join(" · "));
    },
  };
}
