import { remember, remembered } from "../session/storage";

export type Trust = ReturnType<typeof trust>;

/**
 * Whose state a person takes without being asked, whatever they did meanwhile.
 *
 * @param key where it stands in `localStorage`
 */
export function trust(key: string) {
  const list = () => (remembered(key) ?? "").split(" ").filter(Boolean);
  return {
    list,
    set(instance: string, on: boolean): void {
      const others = list().filter(other => other !== instance);
      remember(key, (on ? [...others, instance] : others).join(" "));
    },
  };
}
