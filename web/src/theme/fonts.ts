// Apart from the first screen's styles: a hundred subsets make a long list, and text is readable before it is there.
import "@fontsource-variable/noto-sans-kr";
