"use strict";
// What is only comfort: copying, one more object in a list, sending by keyboard. Every page works without it.

function copy(button) {
  const text = button.closest(".copyable").querySelector("code").textContent;
  const before = button.textContent;
  navigator.clipboard.writeText(text).then(() => {
    button.textContent = document.body.dataset.copied;
    setTimeout(() => { button.textContent = before; }, 1200);
  });
}

// A list's objects are named by their place: prods[0].num, prods[1].num.
function addObject(button) {
  const list = button.closest("fieldset");
  const objects = list.querySelectorAll(".object");
  const last = objects[objects.length - 1];
  const next = last.cloneNode(true);
  const from = `${list.dataset.list}[${objects.length - 1}]`;
  const to = `${list.dataset.list}[${objects.length}]`;
  for (const element of next.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "list", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value && value.startsWith(from)) element.setAttribute(name, to + value.slice(from.length));
    }
    if (element.matches("input, select")) element.value = "";
  }
  last.after(next);
  next.querySelector("input, select").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.hasAttribute("data-copy")) copy(button);
  if (button.hasAttribute("data-add")) addObject(button);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = document.querySelector("form[data-send]");
  if (!form) return;
  event.preventDefault(); // browsers would open the answer in another tab
  form.requestSubmit();
});

for (const button of document.querySelectorAll("[data-add]")) button.hidden = false;
// On a phone the list of operations would push the form out of sight.
const menu = document.querySelector("details.menu");
if (menu && matchMedia("(max-width: 52rem)").matches) menu.open = false;
for (const here of document.querySelectorAll("nav [aria-current]")) {
  here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.clientWidth / 2;
}
const result = document.getElementById("result");
if (result) result.focus({ preventScroll: false });
