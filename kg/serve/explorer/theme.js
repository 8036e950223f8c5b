"use strict";
/* Before anything is painted: the theme that was chosen last. */
{
  const chosen = localStorage.getItem("kg-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
