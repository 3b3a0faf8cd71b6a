import type { Instance, LiquidError } from "../index";
import type { PanelOptions } from "../options";
import type { coverOf } from "./cover";
import { dock } from "./dock";
import { BACK, box, button, CROSS, element, FLOW, icon, item, PEN, PLUS, switched, toggle } from "./element";
import type { Frame } from "./frame";
import { inviteOf } from "./invite";
import { listOf } from "./list";
import { pendingOf } from "./pending";

/**
 * The round button, and behind it the other browsers with what can be sent to them.
 *
 * @param cover covers the page when it goes on elsewhere
 */
export function menu(
  frame: Frame,
  root: ShadowRoot,
  cover: ReturnType<typeof coverOf>["show"],
  corner: PanelOptions["place"],
): void {
  const { liquid, texts, say, why, on, signal } = frame;
  let known: readonly Instance[] = [];
  /** Whether the connection is gone that there was. */
  let lost: boolean | undefined = liquid.connected ? false : undefined;

  const count = box("count");
  const opener = button("opener", icon(FLOW), () => (shown.hidden ? unfold() : fold()));
  opener.append(count);
  const list = listOf(frame, ({ id, name }, arrived) => {
    fold();
    cover({ id, name, arrived });
  });
  const pending = pendingOf(frame);
  const invite = inviteOf(frame);
  const name = element("b");
  const here = box("here", `${texts.thisIs} `, name, button("icon", icon(PEN), rename, texts.rename));
  const cut = box("cut");
  const nobody = box("calm", texts.nobody);
  const all = button("main", texts.toAll, list.sendToAll);
  const undo = button("", texts.undo, () => liquid.undo());
  const mirror = toggle(texts.mirror, () => {
    const { mirroring } = liquid;
    try {
      // The page itself may have begun it; whoever shares it may end it.
      const stop = liquid.mirror();
      if (mirroring) stop();
    } catch (error) {
      connection(error as LiquidError);
      cut.hidden = false;
    }
  });
  const miniature = toggle(texts.miniature, () => {
    liquid.miniatureAllowed = !liquid.miniatureAllowed;
    refresh();
  });
  const trustees = element("ul", { className: "part" });
  const add = button("plain", icon(PLUS), inviting);
  add.append(texts.add);
  const main = box(
    "view",
    nobody,
    list.list,
    pending.section,
    trustees,
    box("line part", mirror, undo, all),
    box("part", add, miniature),
  );
  const title = element("h2", { tabIndex: -1 });
  const back = button(
    "icon",
    icon(BACK),
    () => {
      view(false);
      add.focus();
    },
    texts.back,
  );
  const shown = element(
    "section",
    { role: "dialog", "aria-label": texts.title, tabIndex: -1, className: "panel" },
    element("header", {}, back, title, button("icon", icon(CROSS), fold, texts.close), here),
    cut,
    main,
    invite.shown,
  );
  const place = box("dock", shown, opener);
  dock(place, opener, corner);
  root.append(place);

  /** Shows who is there, or how somebody comes in. */
  function view(inviting: boolean): void {
    main.hidden = inviting;
    invite.shown.hidden = back.hidden = !inviting;
    title.textContent = inviting ? texts.add : texts.title;
    if (!inviting) invite.close();
  }

  function inviting(): void {
    view(true);
    void invite.open();
    title.focus();
  }

  function unfolded(is: boolean): void {
    shown.hidden = !is;
    opener.setAttribute("aria-expanded", String(is));
  }

  function unfold(): void {
    list.arrange();
    refresh();
    unfolded(true);
    if (opener.matches(":focus-visible")) shown.focus();
  }

  function fold(): void {
    const focused = shown.contains(root.activeElement);
    view(false);
    unfolded(false);
    if (focused) opener.focus();
  }

  function rename(): void {
    const field = element("input", { value: liquid.name, maxLength: 80, "aria-label": texts.rename });
    field.onblur = () => {
      field.replaceWith(name);
      // What is pasted may hold what no name may.
      const given = field.value.replace(/[^ -~\xa0-\uffff]+/g, " ").trim();
      if (given) void liquid.rename(given);
    };
    field.onkeydown = event => {
      if (event.key === "Escape") field.value = "";
      else if (event.key !== "Enter") return;
      // Closes the field, and not the panel with it.
      event.stopPropagation();
      // Enter would press the button next.
      event.preventDefault();
      (here.lastChild as HTMLElement).focus();
    };
    name.replaceWith(field);
    field.select();
  }

  function refresh(): void {
    pending.render(known);
    list.render();
    undo.hidden = !liquid.history().length;
    const { connected, mirroring } = liquid;
    cut.hidden = connected;
    opener.classList.toggle("off", !connected);
    opener.classList.toggle("live", mirroring);
    switched(mirror, mirroring);
    switched(miniature, liquid.miniatureAllowed);
    const easy = known.filter(({ id }) => liquid.trusted().includes(id));
    trustees.hidden = !easy.length;
    trustees.replaceChildren(
      ...easy.map(({ id, name }) => {
        const ask = () => {
          liquid.trust(id, false);
          refresh();
        };
        return item(texts.on(name, texts.askAgain), button("", texts.askAgainVerb, ask));
      }),
    );
  }

  function show(instances: readonly Instance[]): void {
    const others = instances.filter(({ self }) => !self);
    // Whom the code was for is here.
    const came = main.hidden && others.find(({ id }) => !known.some(other => other.id === id));
    if (came) {
      view(false);
      say(texts.on(came.name, texts.here));
    }
    known = instances;
    const { length } = others.filter(({ online }) => online);
    list.update(others);
    nobody.hidden = !!others.length;
    all.disabled = mirror.disabled = !others.length;
    // As others see it: there may be two of that name.
    name.textContent = instances.find(({ self }) => self)?.name ?? liquid.name;
    count.hidden = !length;
    count.textContent = String(length);
    opener.setAttribute("aria-label", texts.open(length));
    refresh();
  }

  function connection(problem?: LiquidError): void {
    cut.textContent = problem ? why(problem) : texts.cut;
    refresh();
  }

  on("instances", show);
  on("connected", () => {
    connection();
    invite.again();
    if (lost) say(texts.joined);
    lost = false;
  });
  on("disconnected", ({ error }) => {
    connection(error);
    // Said once, however often it tries again.
    if (lost !== false && !error) return;
    say(cut.textContent!);
    lost = true;
  });
  on("mirroring", refresh);
  on("waiting", refresh);
  on("restored", refresh);
  // What is pressed in the panel does not reach the document.
  document.addEventListener("keydown", ({ key }) => key === "Escape" && !shown.hidden && fold(), { signal });
  shown.onkeydown = ({ key }) => {
    if (key === "Escape") fold();
  };
  unfolded(false);
  view(false);
  show([]);
  connection();
  // Fails where the relay refuses this page for good, which `disconnected` tells too.
  liquid.instances().then(show, () => {});
}
