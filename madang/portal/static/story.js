for(let t of document.querySelectorAll(".story-tools")){let e=document.getElementById(t.dataset.for);t.hidden=!1,t.addEventListener("click",({target:c})=>{let s=c.closest("button");s&&v(e,s.dataset)})}function v(t,{before:e="",after:c="",sample:s="",line:a}){let{selectionStart:n,selectionEnd:r,value:d}=t,o=d.slice(n,r)||s,f=a==="own"?`${n&&!d.slice(0,n).endsWith(`

`)?`

`:""}${o}

`:e+o+c,l=a==="yes"?d.lastIndexOf(`
`,n-1)+1:n;t.focus(),t.setRangeText(a==="yes"?e+d.slice(l,n)+o:f,l,r,"end");let u=t.value.indexOf(o,l);o&&t.setSelectionRange(u,u+o.length),t.dispatchEvent(new Event("input",{bubbles:!0}))}var i=document.getElementById("story-form");if(i){let t=!1;i.addEventListener("input",()=>{t=!0}),i.addEventListener("submit",()=>{t=!1}),addEventListener("beforeunload",e=>{t&&e.preventDefault()})}for(let t of document.querySelectorAll("[data-copy]")){if(document.querySelector(".chart[data-spec]"))break;t.hidden=!navigator.clipboard,t.addEventListener("click",async()=>{await navigator.clipboard.writeText(document.getElementById(t.dataset.copy).value),t.textContent=t.dataset.done})}
