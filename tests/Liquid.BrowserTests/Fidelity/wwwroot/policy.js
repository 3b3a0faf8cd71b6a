window.scenario = {
  act() {
    document.querySelector("input").value = "typed";
    document.querySelector("p").textContent = "two";
    document.querySelector("dialog").showModal();
    document.styleSheets[0].insertRule("b { margin-top: 2px; }");
    const canvas = document.querySelector("canvas").getContext("2d");
    canvas.fillStyle = "#ff0000";
    canvas.fillRect(0, 0, 5, 5);
    const added = document.createElement("section");
    added.style.setProperty("margin-left", "3px");
    added.attachShadow({ mode: "open" }).append("in a shadow root ", document.createElement("slot"));
    added.append(document.createElement("b"), "three");
    document.querySelector("main").append(added);
  },
  state() {
    const style = name => getComputedStyle(document.querySelector(name) ?? document.body);
    return [
      window.tree(document.querySelector("main")),
      document.querySelector("input").value,
      document.querySelector("dialog").matches(":modal"),
      [...document.querySelector("canvas").getContext("2d").getImageData(1, 1, 1, 1).data],
      style("section").marginLeft,
      style("b").marginTop,
    ];
  },
};
