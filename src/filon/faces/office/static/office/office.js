// Draws the charts of a page in the page's own colours, and again when these change.
"use strict";
(() => {
  const tokens = ["ink", "muted", "rule", "gain", "loss", "paper"];
  const painted = (spec, colours) => {
    let text = JSON.stringify(spec);
    for (const token of tokens) {
      const value = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
      text = text.replaceAll(`"${colours[token]}"`, `"${value}"`);
    }
    return JSON.parse(text);
  };
  const draw = async (element) => {
    const { wide, narrow, colours, locale } = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    const spec = painted(element.clientWidth < 620 ? narrow : wide, colours);
    await window.vegaEmbed(element, spec, {
      actions: false, renderer: "svg", ast: true, defaultStyle: false, tooltip: false,
      formatLocale: locale.number, timeFormatLocale: locale.time,
    });
  };
  const drawAll = () => {
    if (window.vegaEmbed) document.querySelectorAll("[data-chart]").forEach((element) => void draw(element));
  };
  window.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSwap", drawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  // A form that asks is sent as soon as a choice is made; its button stays for those without scripts.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.asking");
    if (form && event.target.matches("select")) form.requestSubmit();
  });
  // An empty field says nothing: it stays out of the address.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form.asking")) {
      for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
    }
  });
})();
