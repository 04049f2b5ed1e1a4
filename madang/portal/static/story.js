for(let t of document.querySelectorAll(".story-tools")){let e=document.getElementById(t.dataset.for);t.hidden=!1,t.addEventListener("click",({target:c})=>{let o=c.closest("button");o&&v(e,o.dataset)})}function v(t,{before:e="",after:c="",sample:o="",line:l}){let{selectionStart:n,selectionEnd:f,value:d}=t,s=d.slice(n,f)||o,r=l==="own"?`${n&&!d.slice(0,n).endsWith(`

`)?`

`:""}${s}

`:e+s+c,i=l==="yes"?d.lastIndexOf(`
`,n-1)+1:n;t.focus(),t.setRangeText(l==="yes"?e+d.slice(i,n)+s:r,i,f,"end");let a=t.value.indexOf(s,i);s&&t.setSelectionRange(a,a+s.length),t.dispatchEvent(new Event("input",{bubbles:!0}))}var u=document.getElementById("story-form");if(u){let t=!1;u.addEventListener("input",()=>{t=!0}),u.addEventListener("submit",()=>{t=!1}),addEventListener("beforeunload",e=>{t&&e.preventDefault()})}
