"use strict";
/* Set the theme that was chosen last, before anything is drawn. */
{
  const chosen = localStorage.getItem("kg-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
