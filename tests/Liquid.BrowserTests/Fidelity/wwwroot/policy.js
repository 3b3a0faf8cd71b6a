window.scenario = {
  act() {
    document.querySelector("input").value = "typed";
    document.querySelector("p").textContent = "two";
    const added = document.createElement("section");
    added.style.setProperty("margin-left", "3px");
    added.append(document.createElement("b"), "three");
    document.querySelector("main").append(added);
  },
  state: () => [
    window.tree(document.querySelector("main")),
    document.querySelector("input").value,
    getComputedStyle(document.querySelector("section") ?? document.body).marginLeft,
  ],
};
