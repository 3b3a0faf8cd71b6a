import { type Aspect, isNumbered } from "../aspects/aspect";
import { type Control, difference, isKept, isState, lengthen, read, shorten } from "../aspects/form";
import { noteCopy, noteOriginal } from "../base/copies";
import { isInIgnored } from "../base/scope";
import type { ControlStates, Patch } from "../patch";
import { isPath, owners, paths } from "./path";

/**
 * What a control is without anything in it. Its own attributes say nothing of that: React, for one, lets them follow what is typed, so
 * they are here what this page was and there what that one was.
 */
const BLANK: ControlStates = { value: "", checked: false, indeterminate: false, validity: "" };

/** What is typed, ticked and chosen in what frameworks own, as far as they don't hold it themselves. */
export const ownedForm: Aspect<"ownedForm"> = {
  section: "ownedForm",

  isSound: value => isNumbered(value, ([, path, state, ...rest]) => isPath(path) && isState(state) && !rest.length),

  capture(page) {
    const states: NonNullable<Patch["ownedForm"]> = [];
    const ways = paths(page);
    for (const [number, owner] of owners(page)) {
      for (const control of controls(owner)) {
        const state = shorten(difference(read(control), BLANK, () => false));
        if (state !== undefined) states.push([number, ways.to(owner, control), state]);
      }
    }
    return states.length ? states : undefined;
  },

  apply(page, states = []) {
    const open = new Set(states);
    const listed = new Set<Element>();
    let laid = false;
    page.afterRendering(last => {
      const ways = paths(page);
      for (const item of open) {
        const [number, path, state] = item;
        const control = ways.find(number, path, last) as Control | undefined;
        if (control && /^(input|textarea|select)$/.test(control.localName)) {
          open.delete(item);
          listed.add(control);
          if (isKept(control)) page.leaveOut("secret", number, `the value of a <${control.localName}>`);
          else bring(control, { ...BLANK, ...lengthen(state) }, page.changed);
        } else if (last) page.leaveOut("no_counterpart", number, "a field in what a framework owns");
      }
      const done = open.size === 0;
      for (const [, owner] of laid && !done ? [] : owners(page)) {
        for (const control of controls(owner)) {
          // Who types meanwhile keeps it. A tick may be that of a field that has no place.
          if (!listed.has(control) && (isTicked(control) ? done : !laid)) bring(control, BLANK, page.changed);
        }
      }
      laid = true;
      return done;
    });
  },
};

const isTicked = ({ type }: Control) => type === "checkbox" || type === "radio";

function controls(owner: Element): Control[] {
  const all = [...owner.querySelectorAll<Control>("input, textarea, select")];
  all.forEach(noteOriginal);
  all.forEach(noteCopy);
  return all.filter(control => !isKept(control) && !isInIgnored(control));
}

/**
 * Brings a control to a state, as a person would: the framework hears that something was typed or chosen. A tick is only shown; what
 * follows from one is the framework's state, which has arrived already.
 */
function bring(control: Control, wanted: ControlStates, changed: () => void): void {
  const now = read(control);
  const differs = (key: keyof ControlStates) => key in now && key in wanted && String(now[key]) !== String(wanted[key]);
  if (differs("validity")) control.setCustomValidity(wanted.validity!);
  for (const key of ["checked", "indeterminate"] as const) {
    if (!differs(key)) continue;
    natively(control, key, wanted[key]);
    changed();
  }
  if (differs("value")) {
    natively(control, "value", wanted.value);
    control.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    changed();
  }
  if (differs("selected")) {
    const selected = new Set(wanted.selected);
    for (const [index, option] of [...(control as HTMLSelectElement).options].entries()) {
      if (option.selected !== selected.has(index)) option.selected = selected.has(index);
    }
    for (const type of ["input", "change"])
      control.dispatchEvent(new Event(type, { bubbles: true, composed: type === "input" }));
    changed();
  }
}

/** By the browser's own setter: React puts one of its own before it, and takes for unchanged what came through that. */
const natively = (control: Control, key: string, value: unknown) =>
  Reflect.set(Object.getPrototypeOf(control), key, value, control);
