const paths = {
  back: "M15 5l-7 7 7 7",
  chats:
    "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.500v7a2.5 2.5 0 0 1-2.5 2.500H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.500z",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5",
  plus: "M12 5v14M5 12h14",
  send: "M5 12h13M12.5 6l6 6-6 6",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.500L20 20",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v13M6 12.500l6 6 6-6",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.500l3 1.5",
  info: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 11v5M12 8v.2",
  more: "M6 12h.1M12 12h.1M18 12h.1",
  reply: "M10 6l-5 5 5 5M5 11h9a5 5 0 0 1 5 5v2",
  forward: "M14 6l5 5-5 5M19 11h-9a5 5 0 0 0-5 5v2",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  hide: "M4 4l16 16M9.500 6.200A9 9 0 0 1 12 5.800c4.500 0 7.500 3 9 6.200a12 12 0 0 1-2.300 3.200M6 7.800A12 12 0 0 0 3 12c1.500 3.200 4.500 6.200 9 6.200 1.600 0 3-.4 4.200-1M10 10a2.800 2.800 0 0 0 4 4",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5",
  notice: "M4 10v4h3l8 4.500v-13L7 10zM18 9.500a4 4 0 0 1 0 5",
  photo: "M5 5h14v14H5zM5 16l4-4 3 3 3-4 4 4M9 9.200v.1",
  file: "M7 3.500h7l4 4v13H7zM13.500 4v4H18",
  download: "M12 4v11M7 10.500l5 5 5-5M5 19.500h14",
  play: "M8 5.500v13l11-6.500z",
  retry: "M19 12a7 7 0 1 1-2-5M17.500 3.500v4h-4",
  next: "M9 5l7 7-7 7",
  pencil: "M5 19h3.500L19 8.500 15.500 5 5 15.500zM13 7.500l3.500 3.500",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  mute: "M6.500 16.500h11V15l-1.500-2V9.500a4 4 0 0 0-8 0V13l-1.500 2zM10.500 19.500h3M4 4l16 16",
  friends:
    "M9 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.500 19.500c.8-3.500 3.500-5 6.500-5s5.700 1.500 6.500 5M15.500 4.800a3.5 3.5 0 0 1 0 6.400M18 14.800c1.900.7 3.100 2.200 3.500 4.700",
  addFriend:
    "M9.500 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 19.500c.8-3.500 3.500-5 6.500-5s5.700 1.500 6.500 5M18.500 6v6M15.500 9h6",
  star: "M12 4l2.400 5.100 5.600.7-4.100 3.900 1.100 5.500-5-2.800-5 2.800 1.100-5.500L4 9.800l5.600-.7z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2M14 18v2M18 18h2v2h-2z",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1.500 1.500M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1.500-1.500",
  phone:
    "M6.500 4h3l1.500 4-2 1.500a11 11 0 0 0 5.500 5.500l1.500-2 4 1.500v3a2 2 0 0 1-2 2A15 15 0 0 1 4.500 6a2 2 0 0 1 2-2z",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  share: "M12 15V4M8 8l4-4 4 4M5 13v6.500h14V13",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20c1-4 4-5.500 7.500-5.500s6.500 1.500 7.500 5.500",
  poll: "M5 20V11M12 20V4M19 20v-6",
  check: "M5 12.500l4.500 4.500L19 7.500",
  mic: "M12 14.500a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3",
  pause: "M8.500 5.500v13M15.500 5.500v13",
  lock: "M6.500 11h11v8.500h-11zM9 11V8a3 3 0 0 1 6 0v3",
  shield: "M12 3.500l7 2.500v5.500c0 4-2.800 7-7 9-4.200-2-7-5-7-9V6zM9 12l2.200 2.200L15.200 10",
  device: "M4.500 5.500h15v10h-15zM2.500 18.500h19",
  warning: "M12 4.500l8.5 15h-17zM12 10v4.500M12 17v.2",
};

export type IconName = keyof typeof paths;

/** A drawing in lines of the colour of the text. It has no name of its own: what holds it says what it is. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
