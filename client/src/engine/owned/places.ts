import { type Aspect, isNumbered } from "../aspects/aspect";
import { caretOf, focusedIn, isCaret } from "../aspects/focus";
import { close, kindOf, OPEN, show } from "../aspects/open";
import { isInIgnored } from "../base/scope";
import type { OwnedKind, Patch, Path } from "../patch";
import { isPath, ownerOf, owners, paths } from "./path";

/** Where somebody is in what frameworks own; `left` is the element that the focus left for something ignored. */
export const ownedFocus = (left: () => Element | null): Aspect<"ownedFocus"> => ({
  section: "ownedFocus",

  isSound: value => isNumbered([value], ([, path, ...caret]) => isPath(path) && (!caret.length || isCaret(caret))),

  capture(page) {
    const active = focusedIn(page.document);
    const element = active && isInIgnored(active) ? left() : active;
    const owned = ownerOf(page, element);
    if (!owned) return undefined;
    const [number, owner] = owned;
    return [number, paths(page).to(owner, element!), ...(caretOf(element!) ?? [])] as Patch["ownedFocus"];
  },

  apply(page, place) {
    page.afterRendering(last => {
      const active = focusedIn(page.document) as HTMLElement | null;
      const element = place && (paths(page).find(place[0], place[1], last) as HTMLElement | undefined);
      if (!element) {
        if (!place && ownerOf(page, active)) active!.blur();
        if (place && last) page.leaveOut("no_counterpart", place[0], "the focus");
        return !place;
      }
      if (element !== active) {
        element.focus({ preventScroll: true });
        page.changed();
      }
      const [, , start, end, direction] = place!;
      if (start !== undefined && caretOf(element)) {
        (element as HTMLInputElement).setSelectionRange(start, end!, direction as "forward");
      }
      return true;
    });
  },
});

/** How far elements are scrolled in what frameworks own. */
export const ownedScroll = (scrolled: Set<Element>): Aspect<"ownedScroll"> => ({
  section: "ownedScroll",

  isSound: value =>
    isNumbered(value, ([, path, left, top]) => isPath(path) && Number.isFinite(left) && Number.isFinite(top)),

  capture(page) {
    const places: NonNullable<Patch["ownedScroll"]> = [];
    const ways = paths(page);
    for (const element of scrolled) {
      const { scrollLeft, scrollTop } = element;
      const [number, owner] = scrollLeft || scrollTop ? (ownerOf(page, element) ?? []) : [];
      if (owner) places.push([number!, ways.to(owner, element), Math.round(scrollLeft), Math.round(scrollTop)]);
    }
    return places.length ? places : undefined;
  },

  apply(page, places = []) {
    const open = new Set(places);
    const unlisted = new Set([...scrolled].filter(element => ownerOf(page, element)));
    page.afterRendering(last => {
      const ways = paths(page);
      for (const item of open) {
        const [number, path, left, top] = item;
        const element = ways.find(number, path, last);
        if (element) {
          open.delete(item);
          unlisted.delete(element);
          element.scrollTo({ left, top, behavior: "instant" });
          scrolled.add(element);
        } else if (last) page.leaveOut("no_counterpart", number, "a scroll position");
      }
      for (const element of unlisted) element.scrollTo({ left: 0, top: 0, behavior: "instant" });
      unlisted.clear();
      return open.size === 0;
    });
  },
});

/** What is open in what frameworks own: `<details>`, modal dialogs and popovers. */
export const ownedOpen = (opened: Set<Element>): Aspect<"ownedOpen"> => {
  const openIn = (owner: Element): [Element, OwnedKind][] => [
    ...[...owner.querySelectorAll("details[open]")].map((element): [Element, OwnedKind] => [element, "details"]),
    ...[...opened]
      .filter(element => owner !== element && owner.contains(element) && element.matches(OPEN))
      .map((element): [Element, OwnedKind] => [element, kindOf(element)]),
  ];

  return {
    section: "ownedOpen",

    isSound: value =>
      isNumbered(
        value,
        ([, path, kind]) => isPath(path) && typeof kind === "string" && /^(modal|popover|details)$/.test(kind),
      ),

    capture(page) {
      const ways = paths(page);
      const places = owners(page).flatMap(([number, owner]) =>
        openIn(owner).map(([element, kind]): [number, Path, OwnedKind] => [number, ways.to(owner, element), kind]),
      );
      return places.length ? places : undefined;
    },

    apply(page, places = []) {
      const open = new Set(places);
      let laid = false;
      page.afterRendering(last => {
        const wanted = new Set<Element>();
        const ways = paths(page);
        for (const item of open) {
          const [number, path, kind] = item;
          const element = ways.find(number, path, last);
          if (!element) {
            if (last) page.leaveOut("no_counterpart", number, `what is open (${kind})`);
            continue;
          }
          open.delete(item);
          wanted.add(element);
          if (kind === "details") element.setAttribute("open", "");
          else if (!element.matches(OPEN)) show(element as HTMLDialogElement, kind, undefined);
        }
        if (!laid) {
          for (const [element, kind] of owners(page).flatMap(([, owner]) => openIn(owner))) {
            if (wanted.has(element)) continue;
            if (kind === "details") element.removeAttribute("open");
            else close(element);
          }
        }
        laid = true;
        return open.size === 0;
      });
    },
  };
};
