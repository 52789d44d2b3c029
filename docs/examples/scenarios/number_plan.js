/*
 * Harbour Parcel support line: numbering plans for call routing.
 *
 * Each region has these properties:
 *   code       country calling code
 *   leads      first digits of national numbers, for all regions that share a code except the main one
 *   name, own  name in English and in the main language of the region
 *   zone       time zone of the capital or of most people; speaks: languages, the most common first
 *   trunk      prefix of national numbers dialed within the region; exit: prefix of international numbers
 *   digits     possible lengths of national numbers, as ranges
 *   fixed      grouping of landline numbers; mobile: grouping of mobile numbers, if it is different
 *   emergency  numbers that must never be dialed
 *   cellular, premium, free, shared   first digits of these types of numbers, as ranges ("15-17 30" is 15, 16, 17 and 30)
 *
 * Derived from the numbering data of libphonenumber and the names of CLDR. Small regions and number ranges are left out,
 * so the data can be used to select a route, but not to validate user input.
 */
const NumberPlan = (() => {
  const REGIONS = {
    AD: {
      code: "376", name: "Andorra", own: "Andorra", zone: "Europe/Andorra", speaks: "ca",
      exit: "00", digits: "6 8-9", fixed: "### ###", emergency: "110 112 116 118",
      cellular: "3 5-6", premium: "1 9", free: "1800 1802",
    },
    AE: {
      code: "971", name: "United Arab Emirates", own: "الإمارات العربية المتحدة", zone: "Asia/Dubai", speaks: "ar",
      trunk: "0", exit: "00", digits: "5-12", fixed: "# ### ####", mobile: "## ### ####",
      emergency: "112 997 998 999",
      cellular: "50 52-56 58", premium: "9000 9002", free: "400 800", shared: "7000 7005",
    },
    AF: {
      code: "93", name: "Afghanistan", own: "افغانستان", zone: "Asia/Kabul", speaks: "fa ps",
      trunk: "0", exit: "00", digits: "9", fixed: "## ### ####", emergency: "100 102 119",
      cellular: "7",
    },
    AL: {
      code: "355", name: "Albania", own: "Shqipëri", zone: "Europe/Tirane", speaks: "sq",
      trunk: "0", exit: "00", digits: "6-9", fixed: "## ### ###", mobile: "## ### ####", emergency: "112 127 128 129",
      cellular: "69 672-679 682-689", premium: "9001-9009", free: "800", shared: "8081-8089",
    },
    AM: {
      code: "374", name: "Armenia", own: "Հայաստան", zone: "Asia/Yerevan", speaks: "hy",
      trunk: "0", exit: "00", digits: "8", fixed: "## ######", emergency: "101 102 103",
      cellular: "33 41 43-44 49 55 77 88 91 93-99", premium: "900-901 906", free: "800", shared: "801-804",
    },
    AO: {
      code: "244", name: "Angola", own: "Angola", zone: "Africa/Luanda", speaks: "pt",
      exit: "00", digits: "9", fixed: "### ### ###", emergency: "112 113 115",
      cellular: "91-97 99",
    },
    AR: {
      code: "54", name: "Argentina", own: "Argentina", zone: "America/Argentina/Buenos_Aires", speaks: "es",
      trunk: "0", exit: "00", digits: "10-11", fixed: "## ####-####", mobile: "# ## ####-####",
      emergency: "100 101 107 911",
      cellular: "675 9110-9118 9221 9223 9261 9264 9341-9343 9351 9354 9381 9383 9387",
      premium: "600 604-605 607 609", free: "800",
    },
    AT: {
      code: "43", name: "Austria", own: "Österreich", zone: "Europe/Vienna", speaks: "de",
      trunk: "0", exit: "00", digits: "4-13", fixed: "# #########", mobile: "### ######",
      emergency: "112 122 133 144",
      cellular: "66-69 650-653 655 657 659 6485", premium: "862-866 868 892-896 898 900-901 930-931 939", free: "800",
      shared: "810 820-821 828",
    },
    AU: {
      code: "61", name: "Australia", own: "Australia", zone: "Australia/Sydney", speaks: "en",
      trunk: "0", exit: "0011", digits: "5-10 12", fixed: "# #### ####", mobile: "### ### ###",
      emergency: "000 106 112",
      cellular:
        "40-43 46 440 444 447-452 454-459 470 472-478 480-482 484-494 497-499 4790-4791 4830-4833 4836-4839 " +
        "4950-4953 4960-4964",
      premium: "1900-1902 1906", free: "1800 1802", shared: "13",
    },
    AZ: {
      code: "994", name: "Azerbaijan", own: "Azərbaycan", zone: "Asia/Baku", speaks: "az",
      trunk: "0", exit: "00", digits: "9", fixed: "## ### ## ##", emergency: "101 102 103 112",
      cellular: "10 40 44 50-51 55 60 70 77 99", premium: "90020", free: "88",
    },
    BA: {
      code: "387", name: "Bosnia & Herzegovina", own: "Bosna i Hercegovina", zone: "Europe/Sarajevo",
      speaks: "bs hr sr",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ###-###", mobile: "## ### ###", emergency: "122 123 124",
      cellular: "61-63 65-67 603 644 6040", premium: "90 92 94 96", free: "80 88", shared: "81-82",
    },
    BD: {
      code: "880", name: "Bangladesh", own: "বাংলাদেশ", zone: "Asia/Dhaka", speaks: "bn",
      trunk: "0", exit: "00", digits: "6-10", fixed: "#-#######", mobile: "####-######",
      emergency: "100 101 102 199 999",
      cellular: "11 13-19 64 370 372-380 382-389 440 442-449 660 662-669", free: "800 803",
    },
    BE: {
      code: "32", name: "Belgium", own: "België", zone: "Europe/Brussels", speaks: "nl fr de",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ## ## ##", mobile: "### ## ## ##", emergency: "100 101 112",
      cellular: "45-49", premium: "90 7020-7025 7027 7030 7034-7037 7044 7060 7064-7066 7069-7070 7075 7077 7079",
      free: "8001-8009", shared: "7879",
    },
    BF: {
      code: "226", name: "Burkina Faso", own: "Burkina Faso", zone: "Africa/Ouagadougou", speaks: "fr",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "17 18",
      cellular: "6-7 01-07 44-46 50-58",
    },
    BG: {
      code: "359", name: "Bulgaria", own: "България", zone: "Europe/Sofia", speaks: "bg",
      trunk: "0", exit: "00", digits: "6-9 12", fixed: "# ### ###", mobile: "## ### ###",
      emergency: "112 150 160 166",
      cellular: "87-89 98 430 437-439 996 999", premium: "90", free: "800 00800", shared: "700",
    },
    BH: {
      code: "973", name: "Bahrain", own: "البحرين", zone: "Asia/Bahrain", speaks: "ar",
      exit: "00", digits: "8", fixed: "#### ####", emergency: "199 999",
      cellular: "30-37 39 380-385 387-389 666 669 6300 6333 6361 6366 6441 6630 6633-6639 6670-6676 6678-6679",
      premium: "87 90-98", free: "80 82-83 86 89", shared: "84",
    },
    BI: {
      code: "257", name: "Burundi", own: "Uburundi", zone: "Africa/Bujumbura", speaks: "rn fr en",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "112 113 117",
      cellular: "29 61-69 71-72 75-79",
    },
    BJ: {
      code: "229", name: "Benin", own: "Bénin", zone: "Africa/Porto-Novo", speaks: "fr",
      exit: "00", digits: "10", fixed: "## ## ## ## ##", emergency: "112 114 116 117 118",
      cellular: "014-016 019 0125-0129",
    },
    BN: {
      code: "673", name: "Brunei", own: "Brunei", zone: "Asia/Brunei", speaks: "ms",
      exit: "00", digits: "7", fixed: "### ####", emergency: "991 993 995",
      cellular: "7-8 228-229",
    },
    BO: {
      code: "591", name: "Bolivia", own: "Bolivia", zone: "America/La_Paz", speaks: "es qu ay",
      trunk: "0", exit: "00", digits: "8-9", fixed: "# #######", mobile: "########", emergency: "110 118 119",
      cellular: "6-7 57", free: "80010 80017",
    },
    BR: {
      code: "55", name: "Brazil", own: "Brasil", zone: "America/Sao_Paulo", speaks: "pt",
      trunk: "0", exit: "00", digits: "8-11", fixed: "## ####-####", mobile: "## #####-####",
      emergency: "112 128 190 192 193 911",
      cellular:
        "117 119 127 129 137 139 147 149 157 159 167 169 177 179 187 189 197 199 217 219 227 229 247 249 277 279 " +
        "287 289 317 319 327 329 337 339 347 349 357 359 377 379 387 389 417 419 427 429 437 439 447 449 457 459 " +
        "467 469 477 479 487 489 497 499 517 519 537 539 547 549 557 559 617 619 627 629 637 639 647 649 657 659 " +
        "667 669 677 679 687 689 697 699 717 719 737 739 747 749 757 759 777 779 797 799 817 819 827 829 837 839 " +
        "847 849 857 859 867 869 877 879 887 889 897 899 917 919 927 929 937 939 947 949 957 959 967 969 977 979 " +
        "987 989 997 999",
      premium: "500 900", free: "800", shared: "300 303 400 4020 4370 4864",
    },
    BW: {
      code: "267", name: "Botswana", own: "Botswana", zone: "Africa/Gaborone", speaks: "en tn",
      exit: "00", digits: "7-8 10", fixed: "### ####", mobile: "## ### ###", emergency: "111 112 911 997 998 999",
      cellular: "71-78 790 793 7910-7913 7920-7927", premium: "90", free: "800 0800",
    },
    BY: {
      code: "375", name: "Belarus", own: "Беларусь", zone: "Europe/Minsk", speaks: "be ru",
      trunk: "8", exit: "8~10", digits: "6-11", fixed: "### ##-##-##", mobile: "## ###-##-##",
      emergency: "101 102 103 112",
      cellular: "33 44 255-257 259 291-299", premium: "810 902", free: "800-801 803 820",
    },
    CA: {
      code: "1",
      leads:
        "204 226 236 249-250 257 263 273 289 306 343 354 365 367-368 382 403 416 418 428 431 437-438 450 468 474 " +
        "506 514 519 548 579 581 584 587 600 604 613 622 633 639 647 672 683 705 709 742 753 778 780 782 807 819 " +
        "825 867 873 879 902 905 942",
      name: "Canada", own: "Canada", zone: "America/Toronto", speaks: "en fr",
      trunk: "1", exit: "011", digits: "7 10", fixed: "###-###-####", emergency: "112 911",
      premium: "9002-9009", free: "8002-8009 8332-8339 8442-8449 8552-8559 8662-8669 8772-8779 8882-8889",
    },
    CD: {
      code: "243", name: "Congo - Kinshasa", own: "Congo-Kinshasa", zone: "Africa/Kinshasa", speaks: "fr",
      trunk: "0", exit: "00", digits: "7-10", fixed: "## #####", mobile: "### ### ###",
      emergency: "113 114 118 177 188",
      cellular: "80-91 96-99",
    },
    CF: {
      code: "236", name: "Central African Republic", own: "Ködörösêse tî Bêafrîka", zone: "Africa/Bangui",
      speaks: "sg fr",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "117 118",
      cellular: "70 72-77", premium: "8776",
    },
    CG: {
      code: "242", name: "Congo - Brazzaville", own: "Congo-Brazzaville", zone: "Africa/Brazzaville", speaks: "fr",
      exit: "00", digits: "9", fixed: "## ### ####", emergency: "117 118",
      cellular: "01 04-06 0240 0255-0258 0260-0261 0266-0269", premium: "800-802",
    },
    CH: {
      code: "41", name: "Switzerland", own: "Schweiz", zone: "Europe/Zurich", speaks: "de gsw fr",
      trunk: "0", exit: "00", digits: "9 12", fixed: "## ### ## ##", emergency: "112 117 118 144",
      cellular: "68-69 72-73 75-79", premium: "900-901 906", free: "800", shared: "840 842 844 848",
    },
    CI: {
      code: "225", name: "Côte d'Ivoire", own: "Côte d'Ivoire", zone: "Africa/Abidjan", speaks: "fr",
      exit: "00", digits: "10", fixed: "## ## # #####", mobile: "## ## ## ####", emergency: "110 111 170 180",
      cellular: "01 05 07",
    },
    CL: {
      code: "56", name: "Chile", own: "Chile", zone: "America/Santiago", speaks: "es",
      exit: "00", digits: "9-11", fixed: "### ### ###", mobile: "# #### ####", emergency: "131 132 133 911",
      cellular:
        "22 32-35 41-43 45 51-53 55 57-58 61 63-65 67 71-73 75 81-89 92-96 98 232 234 801-808 971-979 990 993-999 " +
        "2330-2339 2350 9100-9102 9910 9912-9929",
      free: "800 12300", shared: "600",
    },
    CM: {
      code: "237", name: "Cameroon", own: "Cameroun", zone: "Africa/Douala", speaks: "fr en",
      exit: "00", digits: "8-9", fixed: "# ## ## ## ##", emergency: "13 17 113 117",
      cellular: "62 65-69 242-243 640-642", free: "88",
    },
    CN: {
      code: "86", name: "China", own: "中国", zone: "Asia/Shanghai", speaks: "zh",
      trunk: "0", exit: "00", digits: "7-12", fixed: "## #### ####", mobile: "### #### ####",
      emergency: "110 119 120",
      cellular: "13 18 145 147 150-153 155-159 162 165-167 170-173 175-178 190-193 195-199 1610 1740",
      premium: "160 168", free: "800 10800 21800", shared: "400 950",
    },
    CO: {
      code: "57", name: "Colombia", own: "Colombia", zone: "America/Bogota", speaks: "es",
      trunk: "0", exit: "00", digits: "8 10-11", fixed: "### #######", emergency: "112 119 123 132 156",
      cellular: "31 300-305 320-323 350-351 370 3241-3249 3300 3330-3339 9408", premium: "901 1900-1901 1947-1948",
      free: "1800",
    },
    CR: {
      code: "506", name: "Costa Rica", own: "Costa Rica", zone: "America/Costa_Rica", speaks: "es",
      exit: "00", digits: "8 10", fixed: "#### ####", emergency: "112 911",
      cellular: "50 57 60-64 70-73 83-89 3005", premium: "900 905 909", free: "800",
    },
    CU: {
      code: "53", name: "Cuba", own: "Cuba", zone: "America/Havana", speaks: "es",
      trunk: "0", exit: "119", digits: "6-8 10", fixed: "# #######", emergency: "104 105 106",
      cellular: "5 62-64", free: "800", shared: "807",
    },
    CY: {
      code: "357", name: "Cyprus", own: "Κύπρος", zone: "Asia/Nicosia", speaks: "el tr",
      exit: "00", digits: "8", fixed: "## ######", emergency: "112 199",
      cellular: "94-97 99 910", premium: "900 909", free: "800", shared: "801-809",
    },
    CZ: {
      code: "420", name: "Czechia", own: "Česko", zone: "Europe/Prague", speaks: "cs",
      exit: "00", digits: "9-12", fixed: "### ### ###", emergency: "112 150 151 152 153 154 155 156 157 158 159",
      cellular: "72-73 77 79 601-608 702-705 719 7060", premium: "900 905-906 908-909 976", free: "800",
      shared: "81 83-84",
    },
    DE: {
      code: "49", name: "Germany", own: "Deutschland", zone: "Europe/Berlin", speaks: "de",
      trunk: "0", exit: "00", digits: "4-15", fixed: "## ######", mobile: "#### #######", emergency: "110 112",
      cellular: "17 150-152 155-160 162-163", premium: "1377-1379 9001 9003 9005 9009", free: "800",
      shared: "138 180 1371-1376",
    },
    DK: {
      code: "45", name: "Denmark", own: "Danmark", zone: "Europe/Copenhagen", speaks: "da",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "112 114",
      cellular:
        "26-28 67-68 89 96 201-209 211-219 221-229 231-239 241-249 251-259 291-299 301-309 311-319 321-329 " +
        "331-339 341-349 351-359 361-369 381-389 391-399 401-409 411-419 421-429 431-439 441-449 451-459 461-469 " +
        "471-479 481-489 491-499 501-509 511-519 521-529 531-539 541-549 551-559 561-569 571-579 581-589 591-599 " +
        "601-609 611-619 621-629 631-639 641-649 651-659 661-669 691-699 701-709 711-719 721-729 731-739 741-749 " +
        "751-759 761-769 771-779 781-789 791-799 811-819 821-829 861-869 871-879 881-889 911-919 921-929 931-939 " +
        "941-949 971-979 981-989 991-999",
      premium: "90", free: "80",
    },
    DO: {
      code: "1", leads: "809 829 849", name: "Dominican Republic", own: "República Dominicana",
      zone: "America/Santo_Domingo", speaks: "es",
      trunk: "1", exit: "011", digits: "10", fixed: "###-###-####", emergency: "112 911",
      premium: "9002-9009",
      free:
        "8002-8009 8090-8091 8290-8291 8332-8339 8442-8449 8490-8491 8552-8559 8662-8669 8772-8779 8882-8889 " +
        "80014",
    },
    DZ: {
      code: "213", name: "Algeria", own: "الجزائر", zone: "Africa/Algiers", speaks: "ar fr",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ## ## ##", mobile: "### ## ## ##", emergency: "14 17 112",
      cellular: "6 55 77-79 540-542 549 560-564", premium: "8031 8041 8051 8061 8081 8091", free: "800",
      shared: "8011 8021",
    },
    EC: {
      code: "593", name: "Ecuador", own: "Ecuador", zone: "America/Guayaquil", speaks: "es qu",
      trunk: "0", exit: "00", digits: "8-11", fixed: "#-###-####", mobile: "## ### ####",
      emergency: "101 102 112 911",
      cellular: "98-99 930-932 939 958-963 966-969 978-979 9640-9642", free: "1700 1800",
    },
    EE: {
      code: "372", name: "Estonia", own: "Eesti", zone: "Europe/Tallinn", speaks: "et",
      exit: "00", digits: "7-8 10", fixed: "### ####", mobile: "#### ####", emergency: "110 112",
      cellular: "5 83-84 89 812-817 819 821-822 824-827 829 8103-8109 8111 8201-8207 8235-8239 8282-8286",
      premium: "40 900", free: "8000-8009",
    },
    EG: {
      code: "20", name: "Egypt", own: "مصر", zone: "Africa/Cairo", speaks: "ar",
      trunk: "0", exit: "00", digits: "8-10", fixed: "# ########", mobile: "## ########", emergency: "122 123 180",
      cellular: "10-12 15", premium: "900", free: "800",
    },
    EH: {
      code: "212", leads: "60-67 69-71 76-78 680-682 684 687-689 720-728 730-731 750-755 5288-5289",
      name: "Western Sahara", own: "الصحراء الغربية", zone: "Africa/El_Aaiun", speaks: "ar",
      trunk: "0", exit: "00", digits: "9", fixed: "# ## ## ## ##", emergency: "15 19 177",
      cellular: "60-67 69-71 76-78 680-682 684 687-689 720-728 730-731 750-755", premium: "89", free: "800-807",
    },
    ES: {
      code: "34", name: "Spain", own: "España", zone: "Europe/Madrid", speaks: "es",
      exit: "00", digits: "9", fixed: "### ## ## ##", emergency: "085 088 112",
      cellular: "6 71-74 78", premium: "803 806-807", free: "800 900", shared: "901-902",
    },
    ET: {
      code: "251", name: "Ethiopia", own: "ኢትዮጵያ", zone: "Africa/Addis_Ababa", speaks: "am",
      trunk: "0", exit: "00", digits: "9", fixed: "## ### ####", emergency: "91 92 93 991 997",
      cellular: "9 70 73 80-81 710-718 721-723 725-727 729 777 786 799",
    },
    FI: {
      code: "358", name: "Finland", own: "Suomi", zone: "Europe/Helsinki", speaks: "fi sv",
      trunk: "0", exit: "00", digits: "5-12", fixed: "## #######", emergency: "112",
      cellular: "40-48 50", premium: "600 700", free: "800",
    },
    FJ: {
      code: "679", name: "Fiji", own: "Fiji", zone: "Pacific/Fiji", speaks: "en hif fj",
      exit: "00", digits: "7 11", fixed: "### ####", emergency: "911 917",
      cellular: "2 7 9 45 50-51 55-56 58 80 83-84 86-87 89", free: "0800",
    },
    FR: {
      code: "33", name: "France", own: "France", zone: "Europe/Paris", speaks: "fr",
      trunk: "0", exit: "00", digits: "9", fixed: "# ## ## ## ##", emergency: "15 17 18 112",
      cellular: "60-62 64-68 73-79 630-638 695 698-699",
      premium: "83 85-86 89 812-819 822-824 827-829 880-883 885-889", free: "800-805",
      shared: "810-811 820-821 825-826 840 842 844 884",
    },
    GA: {
      code: "241", name: "Gabon", own: "Gabon", zone: "Africa/Libreville", speaks: "fr",
      exit: "00", digits: "7-8", fixed: "## ## ## ##", emergency: "18",
      cellular: "2-7 02-07",
    },
    GB: {
      code: "44", name: "United Kingdom", own: "United Kingdom", zone: "Europe/London", speaks: "en",
      trunk: "0", exit: "00", digits: "7 9-10", fixed: "### ### ####", mobile: "#### ######", emergency: "112 999",
      cellular:
        "71-74 78 751 753-759 771-777 790 792 794-799 7500-7508 7520-7523 7525-7529 7701-7709 7780 7782-7796 " +
        "7798-7799 7910-7919 7930-7936 7938-7939",
      premium: "90-91 842-845 870-873 982-984 989", free: "800 808",
    },
    GE: {
      code: "995", name: "Georgia", own: "საქართველო", zone: "Asia/Tbilisi", speaks: "ka",
      trunk: "0", exit: "00", digits: "9", fixed: "## ### ## ##", mobile: "### ## ## ##",
      emergency: "011 022 033 111 112 113 122",
      cellular:
        "501 504 514 550-551 555 557-559 568-571 574 577-579 591-593 595-599 790 5000-5003 5009 5022 5077 " +
        "5111-5115 5117 5222 5440 5442-5449 5722 5800-5802 5808",
      free: "800",
    },
    GH: {
      code: "233", name: "Ghana", own: "Ghana", zone: "Africa/Accra", speaks: "en",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ### ####", emergency: "191 192 193 999",
      cellular: "20 23-24 26-29 50 53-57 256-257 591-599", free: "800",
    },
    GM: {
      code: "220", name: "Gambia", own: "Gambia", zone: "Africa/Banjul", speaks: "en",
      exit: "00", digits: "7 9", fixed: "### ####", emergency: "16 17 18 116 117 118",
      cellular: "2-3 6-7 9 40-41 45 50-54 58-59 84-87 556 833 835 899",
    },
    GN: {
      code: "224", name: "Guinea", own: "Guinée", zone: "Africa/Conakry", speaks: "fr",
      exit: "00", digits: "8-9", fixed: "## ## ## ##", mobile: "### ## ## ##", emergency: "",
      cellular: "60-63 65-66",
    },
    GR: {
      code: "30", name: "Greece", own: "Ελλάδα", zone: "Europe/Athens", speaks: "el",
      exit: "00", digits: "10-12", fixed: "## #### ####", mobile: "### ### ####", emergency: "100 112 166 199",
      cellular: "69 94 685 687-689", premium: "901 909", free: "800", shared: "801 806 812 825 850 875",
    },
    GT: {
      code: "502", name: "Guatemala", own: "Guatemala", zone: "America/Guatemala", speaks: "es",
      exit: "00", digits: "8 11", fixed: "#### ####", emergency: "110 120 123",
      cellular: "3-5 800-804", premium: "19", free: "180-181",
    },
    HK: {
      code: "852", name: "Hong Kong SAR China", own: "中国香港特别行政区", zone: "Asia/Hong_Kong", speaks: "zh en",
      exit: "00", digits: "5-9 11", fixed: "#### ####", emergency: "112 992 999",
      cellular:
        "44 59 61-66 69 94 96-97 460-463 465 467-473 475 510-514 516-524 526-534 536-544 546-554 556-564 566 " +
        "568-572 574 576-579 601-609 670-677 679-685 687-689 701-705 709 840-843 849 901-910 912-928 930-938 " +
        "950-958 980-988 4060-4063 4093-4096 4243-4246 4640-4645 4647-4649 4660-4666 4740-4744 4748 4760-4765 " +
        "5253-5257 5354-5358 5730-5736 6780-6785 7071-7078 7080-7088 7101-7104 8440-8442 8480-8483 8485-8489 " +
        "9290-9291 9293-9299 9390-9391 9394-9399 9590-9594 9596-9597 9899",
      premium: "9000-9009", free: "800",
    },
    HN: {
      code: "504", name: "Honduras", own: "Honduras", zone: "America/Tegucigalpa", speaks: "es",
      exit: "00", digits: "8 11", fixed: "####-####", emergency: "199",
      cellular: "3 7-9", free: "8002",
    },
    HR: {
      code: "385", name: "Croatia", own: "Hrvatska", zone: "Europe/Zagreb", speaks: "hr",
      trunk: "0", exit: "00", digits: "7-9", fixed: "# #### ###", mobile: "## ### ####",
      emergency: "93 94 112 192 193 194",
      cellular: "91-92 95 98-99 901-909 970 976-977 979 9750-9751", premium: "60-61 64-65 69", free: "80",
    },
    HT: {
      code: "509", name: "Haiti", own: "Haïti", zone: "America/Port-au-Prince", speaks: "ht fr",
      exit: "00", digits: "8", fixed: "## ## ####", emergency: "114 118",
      cellular: "3-4 55-56 58", free: "8",
    },
    HU: {
      code: "36", name: "Hungary", own: "Magyarország", zone: "Europe/Budapest", speaks: "hu",
      trunk: "06", exit: "00", digits: "8-9", fixed: "# ### ####", mobile: "## ### ####",
      emergency: "104 105 107 112",
      cellular: "20 30-31 50 70", premium: "90-91", free: "40 80 6802 6809",
    },
    ID: {
      code: "62", name: "Indonesia", own: "Indonesia", zone: "Asia/Jakarta", speaks: "id",
      trunk: "0", exit: "00", digits: "7-17", fixed: "## #######", mobile: "###-###-###",
      emergency: "110 112 113 118 119",
      cellular: "81-83 85-89", premium: "809", free: "177 800", shared: "804",
    },
    IE: {
      code: "353", name: "Ireland", own: "Ireland", zone: "Europe/Dublin", speaks: "en ga",
      trunk: "0", exit: "00", digits: "7-10", fixed: "## #####", mobile: "## ### ####", emergency: "112 999",
      cellular: "83 85-89 822", premium: "1512-1518 1520 1530 1540 1550 1560 1570 1580 1590 1598-1599", free: "1800",
      shared: "1850 1890",
    },
    IL: {
      code: "972", name: "Israel", own: "ישראל", zone: "Asia/Jerusalem", speaks: "he ar",
      trunk: "0", exit: "0", digits: "7-12", fixed: "#-###-####", mobile: "##-###-####", emergency: "100 101 102 112",
      cellular:
        "53 56 500 502-510 512-520 522-529 542-549 552 583-587 592-599 5501 5530-5533 5540 5543-5546 5550-5552 " +
        "5555-5559 5566-5568 5570-5572 5576-5577 5580 5586-5589 5591-5599",
      premium: "199 1200 1212 1900-1902 1919", free: "1255 1800-1801 1809", shared: "1700",
    },
    IN: {
      code: "91", name: "India", own: "भारत", zone: "Asia/Kolkata", speaks: "hi en",
      trunk: "0", exit: "00", digits: "8-13", fixed: "##### #####", emergency: "100 101 102 108 112",
      cellular:
        "9 60 69-70 72 74 84-85 610 614 616-617 619-620 623 626 628-630 635-640 644 648-650 660 666 669-670 677 " +
        "687-689 730 735-738 750 753-754 756-758 766-769 771-787 789-790 796-801 805 808-815 817-819 822-823 " +
        "825-830 833-835 837-839 860 862 864-865 867-869 871-876 879-882 885-890 892-899 1600-1601 6110-6121 " +
        "6128-6139 6150-6159 6180-6189 6210-6211 6218-6229 6240-6259 6270-6279 6310-6311 6318-6349 6410-6411 " +
        "6418-6439 6450-6479 6510-6511 6518-6571 6578-6599 6610-6611 6618-6631 6638-6659 6670-6689 6710-6711 " +
        "6718-6741 6748-6769 6780-6801 6808-6829 6840-6869 7100-7121 7128-7199 7310-7311 7317-7331 7337-7341 " +
        "7347-7349 7390-7399 7510-7511 7517-7529 7550-7551 7557-7559 7590-7612 7615 7617-7659 7700-7709 7880-7881 " +
        "7887-7889 8066-8067 8070 8072-8079 8160-8161 8167-8169 8200-8201 8207-8211 8217-8219 8240-8241 8247-8249 " +
        "8310-8311 8317-8321 8327-8329 8360-8361 8367-8369 8610-8611 8617-8619 8630-8631 8637-8639 8660-8661 " +
        "8667-8669 8700-8701 8707-8709 8770-8771 8777-8781 8787-8789 8830-8831 8837-8841 8844 8847-8849 8910-8912 " +
        "8917-8919",
      premium: "1861-1862", free: "1800 1803", shared: "1860",
    },
    IQ: {
      code: "964", name: "Iraq", own: "العراق", zone: "Asia/Baghdad", speaks: "ar",
      trunk: "0", exit: "00", digits: "8-10", fixed: "# ### ####", mobile: "### ### ####",
      emergency: "100 104 115 122",
      cellular: "73-79",
    },
    IR: {
      code: "98", name: "Iran", own: "ایران", zone: "Asia/Tehran", speaks: "fa",
      trunk: "0", exit: "00", digits: "4-7 10", fixed: "## #### ####", mobile: "### ### ####",
      emergency: "110 112 115 125 911",
      cellular: "91 93 900-905 920-923 990-994 996 9955 9981-9983 9990-9993 9995 9998-9999",
    },
    IS: {
      code: "354", name: "Iceland", own: "Ísland", zone: "Atlantic/Reykjavik", speaks: "is",
      exit: "00", digits: "7 9", fixed: "### ####", emergency: "112",
      cellular:
        "69 76-79 83-86 89 385 388-389 611-618 620-626 630 632 636-641 644 646-647 649-651 655 659-666 669-670 " +
        "680 686-688 750 755 757 820-825 829 882-883 888",
      premium:
        "900 9015-9017 9019-9021 9025-9027 9029 9031 9033 9035-9037 9039 9041-9042 9045-9047 9052 9055-9057 9059 " +
        "9071-9073 9077 9080-9083 9085-9087",
      free: "800-808",
    },
    IT: {
      code: "39", name: "Italy", own: "Italia", zone: "Europe/Rome", speaks: "it",
      exit: "00", digits: "6-12", fixed: "## #### ####", mobile: "### ### ####", emergency: "112 113 115 118",
      cellular: "31-39 43", premium: "144 163-164 166 892 899 0878 8930 8934 8938 8940-8959", free: "800 803",
      shared: "840-841 847-848",
    },
    JM: {
      code: "1", leads: "658 876", name: "Jamaica", own: "Jamaica", zone: "America/Jamaica", speaks: "en",
      trunk: "1", exit: "011", digits: "10", fixed: "###-###-####", emergency: "110 112 119 911",
      premium: "9002-9009", free: "8002-8009 8332-8339 8442-8449 8552-8559 8662-8669 8772-8779 8882-8889",
    },
    JO: {
      code: "962", name: "Jordan", own: "الأردن", zone: "Asia/Amman", speaks: "ar",
      trunk: "0", exit: "00", digits: "8-9", fixed: "# ### ####", mobile: "# #### ####",
      emergency: "112 191 192 197 911",
      cellular: "72 79 427 711 770-772 775-782 785-789", premium: "9", free: "80", shared: "85",
    },
    JP: {
      code: "81", name: "Japan", own: "日本", zone: "Asia/Tokyo", speaks: "ja",
      trunk: "0", exit: "010", digits: "8-17", fixed: "#-####-####", mobile: "##-####-####", emergency: "110 119",
      cellular: "601-609 701-709 801-809 901-909", premium: "990", free: "120 800 0037 0066 0078",
    },
    KE: {
      code: "254", name: "Kenya", own: "Kenya", zone: "Africa/Nairobi", speaks: "sw en",
      trunk: "0", exit: "000", digits: "7-10", fixed: "## #######", mobile: "### ######", emergency: "112 114 999",
      cellular: "7 11 18 100-108 120-121 124 130 135-146", premium: "9000 9002-9009", free: "8000 8002-8008",
    },
    KG: {
      code: "996", name: "Kyrgyzstan", own: "Кыргызстан", zone: "Asia/Bishkek", speaks: "ky ru",
      trunk: "0", exit: "00", digits: "9-10", fixed: "### ### ###", emergency: "101 102 103",
      cellular: "22 50-52 54-57 70 77 200-203 205 600 755 880 888 912 990 995-999", free: "800",
    },
    KH: {
      code: "855", name: "Cambodia", own: "កម្ពុជា", zone: "Asia/Phnom_Penh", speaks: "km",
      trunk: "0", exit: "00", digits: "8-10", fixed: "## ### ###", emergency: "117 118 119 666",
      cellular:
        "1 31 38 60-61 66-71 76-81 83-99 2348 2448 2548 2648 3248 3348 3448 3548 3648 4248 4348 4448 5248 5348 " +
        "5448 5548 6248 6348 6448 6548 7248 7348 7448 7548",
      premium: "19001-19002", free: "18001",
    },
    KR: {
      code: "82", name: "South Korea", own: "대한민국", zone: "Asia/Seoul", speaks: "ko",
      trunk: "0", exit: "00", digits: "5-6 8-14", fixed: "#-###-####", mobile: "##-####-####", emergency: "112 119",
      cellular: "10-11 16-19 120-121 123-129 1221 1223", premium: "602-609", free: "30 80 00308 00368 00798",
    },
    KW: {
      code: "965", name: "Kuwait", own: "الكويت", zone: "Asia/Kuwait", speaks: "ar",
      exit: "00", digits: "7-8", fixed: "#### ####", mobile: "### #####", emergency: "112",
      cellular:
        "41 50 55 66 90 94 96-97 99 510-517 565-566 600 603-604 606-607 609 650-651 655-659 676-677 690 696 699 " +
        "922 955 980 985 987-989 5222 5252 5255 5755 5777 5885 5888 5999 6100 6111 6161 6166 6222 6262 6333 6363 " +
        "6444 6464 6700-6701 6703-6709 6868 6888 6930 6933 6939 9100 9110-9111 9199-9200 9300 9330 9333 9500",
      free: "18",
    },
    KZ: {
      code: "7", leads: "7", name: "Kazakhstan", own: "Казахстан", zone: "Asia/Almaty", speaks: "ru kk",
      trunk: "8", exit: "8~10", digits: "10 14", fixed: "##### # ## ##", mobile: "### ### ####",
      emergency: "101 102 103 112",
      cellular: "700-702 705-708 747 760-764 771 775-778 785", premium: "809", free: "800 8108",
    },
    LA: {
      code: "856", name: "Laos", own: "ລາວ", zone: "Asia/Vientiane", speaks: "lo",
      trunk: "0", exit: "00", digits: "8-10", fixed: "## ### ###", mobile: "## ## ### ###", emergency: "190 191 195",
      cellular: "30 202-203 205 207 209 2087-2088",
    },
    LB: {
      code: "961", name: "Lebanon", own: "لبنان", zone: "Asia/Beirut", speaks: "ar",
      trunk: "0", exit: "00", digits: "7-8", fixed: "# ### ###", mobile: "## ### ###", emergency: "112 140 175 999",
      cellular: "3 70-71 81 760-761 763-769 787-794", premium: "90-91", shared: "80",
    },
    LI: {
      code: "423", name: "Liechtenstein", own: "Liechtenstein", zone: "Europe/Vaduz", speaks: "de gsw",
      trunk: "0", exit: "00", digits: "7 9", fixed: "### ## ##", mobile: "### ### ###", emergency: "112 117 118 144",
      cellular: "65 73 77-79 645-649 660 662 664-666 668 742 756 6610-6611 6637-6639 6670 6672",
      premium: "90022 90025 90028 90123 90131 90134 90661 90663 90666", free: "809 8005 80022 80028",
    },
    LK: {
      code: "94", name: "Sri Lanka", own: "ශ්‍රී ලංකාව", zone: "Asia/Colombo", speaks: "si ta",
      trunk: "0", exit: "00", digits: "9", fixed: "### ### ###", mobile: "## ### ####",
      emergency: "110 112 116 118 119",
      cellular: "70-72 75-78 740-744",
    },
    LR: {
      code: "231", name: "Liberia", own: "Liberia", zone: "Africa/Monrovia", speaks: "en",
      trunk: "0", exit: "00", digits: "7-9", fixed: "## ### ###", mobile: "## ### ####", emergency: "355 911",
      cellular: "5-6 46-47 77 88 220 330 760-761 4240", premium: "3323-3324 33202",
    },
    LT: {
      code: "370", name: "Lithuania", own: "Lietuva", zone: "Europe/Vilnius", speaks: "lt",
      trunk: "0", exit: "00", digits: "8", fixed: "### #####", emergency: "01 02 03 101 102 103 112",
      cellular: "6", premium: "900 902-903 909-910", free: "800 802", shared: "808",
    },
    LU: {
      code: "352", name: "Luxembourg", own: "Luxembourg", zone: "Europe/Luxembourg", speaks: "fr lb de",
      exit: "00", digits: "4-11", fixed: "## ## ## ##", mobile: "### ### ###", emergency: "112 113",
      cellular: "621 628 651 655-656 658 661 668 671 678-679 681 691-692 698", premium: "900-901 905", free: "800",
      shared: "801",
    },
    LV: {
      code: "371", name: "Latvia", own: "Latvija", zone: "Europe/Riga", speaks: "lv",
      exit: "00", digits: "8", fixed: "## ### ###", emergency: "01 02 03 110 112 113",
      cellular: "20-22 24-29 231 234-239 2300 2307 2320 2322-2339", premium: "90", free: "80", shared: "81",
    },
    LY: {
      code: "218", name: "Libya", own: "ليبيا", zone: "Africa/Tripoli", speaks: "ar",
      trunk: "0", exit: "00", digits: "9", fixed: "##-#######", emergency: "190 191 193",
      cellular: "91-96",
    },
    MA: {
      code: "212", name: "Morocco", own: "المغرب", zone: "Africa/Casablanca", speaks: "ar fr tzm",
      trunk: "0", exit: "00", digits: "9", fixed: "# ## ## ## ##", emergency: "15 19 177",
      cellular: "6 70-71 76-78 720-728 730-731 750-755", premium: "89", free: "800-807",
    },
    MC: {
      code: "377", name: "Monaco", own: "Monaco", zone: "Europe/Monaco", speaks: "fr",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ## ## ##", mobile: "# ## ## ## ##", emergency: "15 17 18 112",
      cellular: "3 6-7 44 46 451-459", free: "90 800",
    },
    MD: {
      code: "373", name: "Moldova", own: "Republica Moldova", zone: "Europe/Chisinau", speaks: "ro",
      trunk: "0", exit: "00", digits: "8", fixed: "## ### ###", mobile: "### ## ###", emergency: "112 901 902 903",
      cellular: "6 71 76-79 562", premium: "900 905-906", free: "800", shared: "808",
    },
    ME: {
      code: "382", name: "Montenegro", own: "Црна Гора", zone: "Europe/Podgorica", speaks: "sr",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ### ###", emergency: "112 122 123 124",
      cellular: "60 67-69 630 632 634 660-662 665", premium: "941 945-946 948 951 957-958",
      free: "800-802 805 807-809",
    },
    MG: {
      code: "261", name: "Madagascar", own: "Madagasikara", zone: "Indian/Antananarivo", speaks: "mg fr en",
      trunk: "0", exit: "00", digits: "9", fixed: "## ## ### ##", emergency: "17 18 117 118",
      cellular: "32-39",
    },
    MK: {
      code: "389", name: "North Macedonia", own: "Северна Македонија", zone: "Europe/Skopje", speaks: "mk",
      trunk: "0", exit: "00", digits: "8", fixed: "# ### ####", mobile: "## ### ###", emergency: "112 192 193 194",
      cellular:
        "70-72 75-78 731-734 737-738 742 792-794 7360-7361 7460 7470-7471 7475 7477-7478 7950-7951 7970-7971 7975",
      premium: "5", free: "800", shared: "8",
    },
    ML: {
      code: "223", name: "Mali", own: "Mali", zone: "Africa/Bamako", speaks: "fr",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "15 17 18",
      cellular: "6-7 9 50-53 82-85 89 217 2001 2079", free: "80",
    },
    MM: {
      code: "95", name: "Myanmar (Burma)", own: "မြန်မာ", zone: "Asia/Yangon", speaks: "my",
      trunk: "0", exit: "00", digits: "6-10", fixed: "# ### ###", mobile: "# ### ####", emergency: "199",
      cellular: "96 98 170-171 920-926 930-934 936 940-945 947 949-956 973 975-979 990-991 994-999 9488 9740",
    },
    MN: {
      code: "976", name: "Mongolia", own: "Монгол", zone: "Asia/Ulaanbaatar", speaks: "mn",
      trunk: "0", exit: "001", digits: "8-10", fixed: "#### ####", emergency: "100 101 102 103 105",
      cellular: "50 55 60 66 69 72 78 80-81 83 85-86 88-91 93-99 870-871 920-921 923 929",
    },
    MR: {
      code: "222", name: "Mauritania", own: "موريتانيا", zone: "Africa/Nouakchott", speaks: "ar",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "17 18",
      cellular: "20-24 26-34 36-44 46-49", free: "800",
    },
    MT: {
      code: "356", name: "Malta", own: "Malta", zone: "Europe/Malta", speaks: "mt en",
      exit: "00", digits: "8", fixed: "#### ####", emergency: "112",
      cellular: "77 79 92 99 7210 9696-9697 9811-9813 9889 9897",
      premium:
        "506 5070 5090-5091 5096 5098 50037 50043 51001-51005 51101-51105 51201-51205 51301-51305 51401-51405 " +
        "51501-51505 51601-51605 51701-51705 51801-51805 51901-51905 52001-52005 52101-52105 52201-52205 " +
        "52301-52305 52401-52405 52501-52505 52601-52605 52701-52705 52801-52805 52901-52905",
      free: "8003-8004 8006-8007 80002",
    },
    MU: {
      code: "230", name: "Mauritius", own: "Maurice", zone: "Indian/Mauritius", speaks: "fr en",
      exit: "020", digits: "7-8 10", fixed: "#### ####", emergency: "114 115 995 999",
      cellular:
        "55 57 525-529 543-546 548-549 580-586 588-598 700-707 730-731 733 5421-5423 5428-5429 5471-5479 5871 " +
        "5875-5878",
      premium: "30", free: "800-802",
    },
    MW: {
      code: "265", name: "Malawi", own: "Malawi", zone: "Africa/Blantyre", speaks: "ny en",
      trunk: "0", exit: "00", digits: "7 9", fixed: "# ### ###", mobile: "### ## ## ##", emergency: "199 997 998 999",
      cellular: "21-22 31 77 88-89 98-99 111",
    },
    MX: {
      code: "52", name: "Mexico", own: "México", zone: "America/Mexico_City", speaks: "es",
      exit: "00", digits: "10", fixed: "### ### ####", emergency: "060 065 066 068 080 911",
      cellular:
        "22 33 44-45 55-56 72 77 81 96 99 231-233 235-238 241 243-249 271-276 278-279 281-285 287-288 294 296-297 " +
        "311-317 319 321-329 341-349 351-359 371-378 381-389 391-395 411-415 417-419 421-429 431-438 461-469 " +
        "471-479 481-483 485-489 492-496 498-499 588 591-597 599 612-616 618 621-629 631-639 641-649 651-653 " +
        "656-665 667-669 671-677 686-687 694-698 711-719 731-739 741-749 751 753-759 761-769 781-786 789 791 797 " +
        "821 823-826 828-829 831-836 841-842 844-846 861-862 864 866-873 877-878 891-892 894 897 899 913-914 " +
        "916-919 921-924 932-934 936-938 951 953-954 958 971-972 981-988",
      premium: "900", free: "800 888", shared: "300",
    },
    MY: {
      code: "60", name: "Malaysia", own: "Malaysia", zone: "Asia/Kuala_Lumpur", speaks: "ms",
      trunk: "0", exit: "00", digits: "8-10", fixed: "#-#### ####", mobile: "##-### ####", emergency: "112 999",
      cellular:
        "12 16 19 102-103 105-106 108 111-116 131-139 142-143 145-149 159 171-179 182-183 186 1040-1046 1070-1071 " +
        "1076-1079 1090-1098 1170-1175 1178 1531 1812-1813 1840 1846-1847 1857-1859 1870-1871 1876-1881 1887 " +
        "1890-1898",
      premium: "1600", free: "1300 1700 1800",
    },
    MZ: {
      code: "258", name: "Mozambique", own: "Moçambique", zone: "Africa/Maputo", speaks: "pt",
      exit: "00", digits: "8-9", fixed: "## ### ###", mobile: "## ### ####", emergency: "117 119 197 198",
      cellular: "82-89", free: "800",
    },
    NA: {
      code: "264", name: "Namibia", own: "Namibia", zone: "Africa/Windhoek", speaks: "en",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ### ###", mobile: "## ### ####", emergency: "",
      cellular: "60 81-82 84-85", premium: "8701", free: "80",
    },
    NE: {
      code: "227", name: "Niger", own: "Niger", zone: "Africa/Niamey", speaks: "fr",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "15 17 18 118",
      cellular: "8-9 23 70 74 76-77", premium: "09", free: "08",
    },
    NG: {
      code: "234", name: "Nigeria", own: "Nigeria", zone: "Africa/Lagos", speaks: "en yo",
      trunk: "0", exit: "009", digits: "10-14", fixed: "#### ## ####", mobile: "### ### ####", emergency: "199",
      cellular: "71-72 701 703-709 801-818 901-916 7020-7022 7024-7029 8190-8191", free: "800",
    },
    NI: {
      code: "505", name: "Nicaragua", own: "Nicaragua", zone: "America/Managua", speaks: "es",
      exit: "00", digits: "8", fixed: "#### ####", emergency: "115 118 120 128",
      cellular: "8 57-58 75-78 550-557 620 630 633 635 640 644-645 650 655 677 681-690 695 699", free: "1800",
    },
    NL: {
      code: "31", name: "Netherlands", own: "Nederland", zone: "Europe/Amsterdam", speaks: "nl",
      trunk: "0", exit: "00", digits: "5-11", fixed: "## ### ####", mobile: "# ########", emergency: "112 911",
      cellular: "61-65 68 970", premium: "900 906 909", free: "800",
    },
    NO: {
      code: "47", name: "Norway", own: "Norge", zone: "Europe/Oslo", speaks: "no nb nn",
      exit: "00", digits: "5 8", fixed: "## ## ## ##", emergency: "110 112 113",
      cellular: "9 40-41 45-48", premium: "820 829", free: "800-801", shared: "8102-8108 81000-81006",
    },
    NP: {
      code: "977", name: "Nepal", own: "नेपाल", zone: "Asia/Kathmandu", speaks: "ne",
      trunk: "0", exit: "00", digits: "8 10-11", fixed: "#-#######", mobile: "###-#######",
      emergency: "100 101 102 103 112",
      cellular: "900 960-963 970-972 974-976 980-982 984-986 988", free: "1800",
    },
    NZ: {
      code: "64", name: "New Zealand", own: "New Zealand", zone: "Pacific/Auckland", speaks: "en mi",
      trunk: "0", exit: "00", digits: "5-10", fixed: "# ### ####", mobile: "## ### ####", emergency: "111",
      cellular: "20-22 26-29", premium: "11 13-15 17-19 90 5000 5008 5030 5066 5077 5088", free: "80 508",
    },
    OM: {
      code: "968", name: "Oman", own: "عُمان", zone: "Asia/Muscat", speaks: "ar",
      exit: "00", digits: "7-9", fixed: "## ######", mobile: "#### ####", emergency: "",
      cellular: "9 71-72 74-79 1505", premium: "900", free: "500 8000 8005 8007",
    },
    PA: {
      code: "507", name: "Panama", own: "Panamá", zone: "America/Panama", speaks: "es",
      exit: "00", digits: "7-8 10-11", fixed: "###-####", mobile: "####-####", emergency: "911",
      cellular: "6 111 161 218-219 810-811 872-873", premium: "822 855 860 877-878 886 900 981", free: "800 00800",
    },
    PE: {
      code: "51", name: "Peru", own: "Perú", zone: "America/Lima", speaks: "es qu",
      trunk: "0", exit: "00", digits: "8-9", fixed: "# #######", mobile: "### ### ###", emergency: "105 116 117",
      cellular: "9", premium: "805", free: "800", shared: "801",
    },
    PH: {
      code: "63", name: "Philippines", own: "Philippines", zone: "Asia/Manila", speaks: "en fil",
      trunk: "0", exit: "00", digits: "6 8-13", fixed: "# #### ####", mobile: "### ### ####",
      emergency: "112 117 911",
      cellular: "92-93 95-97 813 817 895-898 905-912 914-919 942-949 981 983 985-989 991-999", free: "1800",
    },
    PK: {
      code: "92", name: "Pakistan", own: "پاکستان", zone: "Asia/Karachi", speaks: "ur en",
      trunk: "0", exit: "00", digits: "8-12", fixed: "## ########", mobile: "### #######", emergency: "15 16 112 115",
      cellular: "30-32 34 37 330-337 339 355 364", premium: "900", free: "800",
    },
    PL: {
      code: "48", name: "Poland", own: "Polska", zone: "Europe/Warsaw", speaks: "pl",
      exit: "00", digits: "6-10", fixed: "## ### ## ##", mobile: "### ### ###", emergency: "112 997 998 999",
      cellular: "45 50-51 53 57 60 66 69 72-73 78-79 88 212 2110-2111 2113-2115 2131-2139",
      premium: "700-701 703-704 706-708", free: "800", shared: "801",
    },
    PR: {
      code: "1", leads: "787 939", name: "Puerto Rico", own: "Puerto Rico", zone: "America/Puerto_Rico",
      speaks: "es en",
      trunk: "1", exit: "011", digits: "10", fixed: "###-###-####", emergency: "911",
      premium: "9002-9009", free: "8002-8009 8332-8339 8442-8449 8552-8559 8662-8669 8772-8779 8882-8889",
    },
    PS: {
      code: "970", name: "Palestinian Territories", own: "الأراضي الفلسطينية", zone: "Asia/Gaza", speaks: "ar",
      trunk: "0", exit: "00", digits: "8-10", fixed: "# ### ####", mobile: "### ### ###", emergency: "100 101 102",
      cellular: "56 59", free: "1800", shared: "1700",
    },
    PT: {
      code: "351", name: "Portugal", own: "Portugal", zone: "Europe/Lisbon", speaks: "pt",
      exit: "00", digits: "9", fixed: "## ### ####", mobile: "### ### ###", emergency: "112 115",
      cellular: "91-93 96 1693 6093 6392-6393 6592-6593 6693 9480",
      premium: "601 607-608 646 648 7601-7605 7607 7612-7614 7617 7621-7623 7627", free: "800 802",
      shared: "808 8091 8095 8097 8099",
    },
    PY: {
      code: "595", name: "Paraguay", own: "Paraguai", zone: "America/Asuncion", speaks: "gn es",
      trunk: "0", exit: "00", digits: "6-11", fixed: "## ### ####", mobile: "### ######", emergency: "128 911",
      cellular: "951 961-962 969 971-976 981-987 991-995 9881", free: "9800",
    },
    QA: {
      code: "974", name: "Qatar", own: "قطر", zone: "Asia/Qatar", speaks: "ar",
      exit: "00", digits: "7-9 11", fixed: "#### ####", emergency: "999",
      cellular: "3 5-7", free: "800 00800-00801",
    },
    RO: {
      code: "40", name: "Romania", own: "România", zone: "Europe/Bucharest", speaks: "ro",
      trunk: "0", exit: "00", digits: "6 9", fixed: "## ### ####", mobile: "### ### ###", emergency: "112",
      cellular: "72-77 700-701 703-713 780 783-788 790-793 799 7020", premium: "900-901 903 906", free: "800",
      shared: "801",
    },
    RS: {
      code: "381", name: "Serbia", own: "Србија", zone: "Europe/Belgrade", speaks: "sr",
      trunk: "0", exit: "00", digits: "6-12", fixed: "## ######", mobile: "## #######", emergency: "92 93 94 112",
      cellular: "6", premium: "78 900-901 906 909", free: "800",
    },
    RU: {
      code: "7", name: "Russia", own: "Россия", zone: "Europe/Moscow", speaks: "ru",
      trunk: "8", exit: "8~10", digits: "10 14", fixed: "### ###-##-##", emergency: "01 02 03 101 102 103 112",
      cellular: "9", premium: "803 809", free: "800 804 8108",
    },
    RW: {
      code: "250", name: "Rwanda", own: "U Rwanda", zone: "Africa/Kigali", speaks: "rw en fr",
      trunk: "0", exit: "00", digits: "8-9", fixed: "### ### ###", emergency: "111 112",
      cellular: "72-73 77-79", premium: "900", free: "800",
    },
    SA: {
      code: "966", name: "Saudi Arabia", own: "المملكة العربية السعودية", zone: "Asia/Riyadh", speaks: "ar",
      trunk: "0", exit: "00", digits: "9-10", fixed: "## ### ####", emergency: "112 911 997 999",
      cellular: "50-51 53-59", premium: "925", free: "800", shared: "920",
    },
    SD: {
      code: "249", name: "Sudan", own: "Sudan", zone: "Africa/Khartoum", speaks: "en ar",
      trunk: "0", exit: "00", digits: "9", fixed: "## ### ####", emergency: "999",
      cellular: "10-12 90-93 95-96 99",
    },
    SE: {
      code: "46", name: "Sweden", own: "Sverige", zone: "Europe/Stockholm", speaks: "sv",
      trunk: "0", exit: "00", digits: "6-10 12", fixed: "# ## ## ##", mobile: "## ### ## ##", emergency: "112",
      cellular: "70 72-73 76 78-79", premium: "649 991-995 999 9001-9008 9391-9398 9441-9448", free: "20",
      shared: "770-777",
    },
    SG: {
      code: "65", name: "Singapore", own: "Singapore", zone: "Asia/Singapore", speaks: "en zh ms",
      exit: "0", digits: "8 10-11", fixed: "#### ####", emergency: "993 995 999",
      cellular: "8 90-98", premium: "1900", free: "800 1800",
    },
    SI: {
      code: "386", name: "Slovenia", own: "Slovenija", zone: "Europe/Ljubljana", speaks: "sl",
      trunk: "0", exit: "00", digits: "5-8", fixed: "# ### ## ##", mobile: "## ### ###", emergency: "112 113",
      cellular: "30-31 40-41 43 51 64 68-71 651 657-658 6555-6556 6560-6561", premium: "90 891-893", free: "80",
    },
    SK: {
      code: "421", name: "Slovakia", own: "Slovensko", zone: "Europe/Bratislava", speaks: "sk",
      trunk: "0", exit: "00", digits: "6-7 9", fixed: "# ### ### ##", mobile: "### ### ###",
      emergency: "112 150 155 158",
      cellular: "95 901-908 910-912 914-919 940 943-945 947-949 9091-9099", premium: "97-98 900", free: "800",
      shared: "85-89",
    },
    SL: {
      code: "232", name: "Sierra Leone", own: "Sierra Leone", zone: "Africa/Freetown", speaks: "en",
      trunk: "0", exit: "00", digits: "8", fixed: "## ######", emergency: "019 999",
      cellular: "7 25 30-35 66 80 88 90 99",
    },
    SN: {
      code: "221", name: "Senegal", own: "Senegaal", zone: "Africa/Dakar", speaks: "wo fr",
      exit: "00", digits: "9", fixed: "## ### ## ##", emergency: "17 18",
      cellular: "70-71 75-78 721 790", premium: "884 886 888-889", free: "800", shared: "810 812 814 816 818",
    },
    SO: {
      code: "252", name: "Somalia", own: "Soomaaliya", zone: "Africa/Mogadishu", speaks: "so ar",
      trunk: "0", exit: "00", digits: "6-9", fixed: "# ######", mobile: "# #######", emergency: "555 888 999",
      cellular: "6-7 15 24 28 35 39 48-49 80 88 90 92-99",
    },
    SS: {
      code: "211", name: "South Sudan", own: "South Sudan", zone: "Africa/Juba", speaks: "en",
      trunk: "0", exit: "00", digits: "9", fixed: "### ### ###", emergency: "999",
      cellular: "12 91-92 95 97-99",
    },
    SV: {
      code: "503", name: "El Salvador", own: "El Salvador", zone: "America/El_Salvador", speaks: "es",
      exit: "00", digits: "7-8 11", fixed: "#### ####", emergency: "911 913",
      cellular: "5-7", premium: "900", free: "800-801",
    },
    SY: {
      code: "963", name: "Syria", own: "سوريا", zone: "Asia/Damascus", speaks: "ar",
      trunk: "0", exit: "00", digits: "8-9", fixed: "## ### ####", mobile: "### ### ###", emergency: "110 112 113",
      cellular: "50 90 93-96 98-99",
    },
    TG: {
      code: "228", name: "Togo", own: "Togo", zone: "Africa/Lome", speaks: "fr",
      exit: "00", digits: "8", fixed: "## ## ## ##", emergency: "117 118 171 172 177",
      cellular: "70-73 78-79 90-93 96-99",
    },
    TH: {
      code: "66", name: "Thailand", own: "ไทย", zone: "Asia/Bangkok", speaks: "th",
      trunk: "0", exit: "00", digits: "8-10 13", fixed: "# ### ####", mobile: "## ### ####", emergency: "191 199",
      cellular: "8-9 14 61-66 6710-6718 6724-6727 6731-6736", premium: "1900", free: "1800",
    },
    TJ: {
      code: "992", name: "Tajikistan", own: "Тоҷикистон", zone: "Asia/Dushanbe", speaks: "tg",
      exit: "8~10", digits: "9", fixed: "### ## ####", mobile: "## ### ####", emergency: "101 102 103 112",
      cellular:
        "0 9 10-12 17-22 27 30 38 40 50 55 66 70-71 75 77-80 87-89 330 333-339 411 418 440 442-444 447 449 " +
        "811-819",
    },
    TM: {
      code: "993", name: "Turkmenistan", own: "Türkmenistan", zone: "Asia/Ashgabat", speaks: "tk",
      trunk: "8", exit: "8~10", digits: "8", fixed: "## ##-##-##", mobile: "## ######", emergency: "01 02 03",
      cellular: "6 71-72",
    },
    TN: {
      code: "216", name: "Tunisia", own: "تونس", zone: "Africa/Tunis", speaks: "ar fr",
      exit: "00", digits: "8", fixed: "## ### ###", emergency: "190 197 198",
      cellular: "2 5 9 40-48 311-313 315 360-364 391 3001 3140 3240", premium: "88", free: "8010",
      shared: "8110 8210",
    },
    TR: {
      code: "90", name: "Türkiye", own: "Türkiye", zone: "Europe/Istanbul", speaks: "tr",
      trunk: "0", exit: "00", digits: "7 10 12-13", fixed: "### ### ## ##", emergency: "110 112 155",
      cellular: "50 53-55 510 516 524 562 564 572 574-575 594 596 5822-5825", premium: "888 898 900", free: "800 811",
    },
    TW: {
      code: "886", name: "Taiwan", own: "台湾", zone: "Asia/Taipei", speaks: "zh nan hak",
      trunk: "0", exit: "0", digits: "7-11", fixed: "# #### ####", mobile: "### ### ###", emergency: "110 112 119",
      cellular: "90-98", premium: "200-209", free: "800-807 809",
    },
    TZ: {
      code: "255", name: "Tanzania", own: "Tanzania", zone: "Africa/Dar_es_Salaam", speaks: "sw en",
      trunk: "0", exit: "00", digits: "9", fixed: "## ### ####", mobile: "### ### ###",
      emergency: "110 111 112 114 115 999",
      cellular: "7 60-63 65-69", premium: "90", free: "800 808", shared: "840 860-861",
    },
    UA: {
      code: "380", name: "Ukraine", own: "Україна", zone: "Europe/Kyiv", speaks: "uk ru",
      trunk: "0", exit: "0~0", digits: "9-10", fixed: "#### #####", mobile: "## ### ####",
      emergency: "101 102 103 112",
      cellular: "39 50 63 66-68 71-73 75 77 91-99 790", premium: "9002-9003 9009", free: "8001-8008",
    },
    UG: {
      code: "256", name: "Uganda", own: "Uganda", zone: "Africa/Kampala", speaks: "sw en",
      trunk: "0", exit: "00", digits: "9", fixed: "## #######", mobile: "### ######", emergency: "999",
      cellular: "70-71 74-78 720-721 724 726-727 730-732 736-737 790-795 798-799 7280 7340", premium: "901-903",
      free: "8001-8003",
    },
    US: {
      code: "1", name: "United States", own: "United States", zone: "America/New_York", speaks: "en",
      trunk: "1", exit: "011", digits: "10", fixed: "###-###-####", emergency: "112 911",
      premium: "9002-9009", free: "8002-8009 8332-8339 8442-8449 8552-8559 8662-8669 8772-8779 8882-8889",
    },
    UY: {
      code: "598", name: "Uruguay", own: "Uruguay", zone: "America/Montevideo", speaks: "es",
      trunk: "0", exit: "00", digits: "4-13", fixed: "#### ####", mobile: "## ### ###", emergency: "128 911",
      cellular: "91-99", premium: "900-908", free: "405 800 805 0004",
    },
    UZ: {
      code: "998", name: "Uzbekistan", own: "Oʻzbekiston", zone: "Asia/Tashkent", speaks: "uz",
      exit: "00", digits: "9", fixed: "## ### ## ##", emergency: "01 02 03 001 002 003 050",
      cellular:
        "20 33 50 70 77 80 87-88 90-95 97-99 627 657 6122 6135 6150 6170-6171 6174 6179 6211 6229 6251-6253 6256 " +
        "6519 6530 6559 6621-6622 6637 6639 6670 6674-6675 6677-6678 6690-6693 6723-6724 6727 6758 6770 6779 6790 " +
        "7222 7232 7236 7257 7270-7271 7275 7321 7323 7327 7333 7350 7355 7359 7370-7375 7377-7379 7394-7396 " +
        "7425-7427 7451 7458-7459 7470-7473 7475-7477 7479 7497-7499 7520 7531 7535-7536 7538 7552 7570-7571 " +
        "7575-7577 7922 7932 7937 7957 7972 7974 7977",
    },
    VE: {
      code: "58", name: "Venezuela", own: "Venezuela", zone: "America/Caracas", speaks: "es",
      trunk: "0", exit: "00", digits: "10", fixed: "###-#######", emergency: "112 171 911",
      cellular: "412 414-418 422 424 426", premium: "900-901", free: "800",
    },
    VN: {
      code: "84", name: "Vietnam", own: "Việt Nam", zone: "Asia/Ho_Chi_Minh", speaks: "vi",
      trunk: "0", exit: "00", digits: "7-10", fixed: "### #### ###", mobile: "### ### ###", emergency: "113 114 115",
      cellular: "3 9 51 56 58-59 70 76-79 81-88 140 160 522-523 528 559 896-899 1210-1213", premium: "1900",
      free: "1201 1203 1228 1800",
    },
    XK: {
      code: "383", name: "Kosovo", own: "Kosovë", zone: "Europe/Belgrade", speaks: "sq sr",
      trunk: "0", exit: "00", digits: "8-12", fixed: "## ### ###", emergency: "112 192 193 194",
      cellular: "43-49", premium: "900", free: "800",
    },
    YE: {
      code: "967", name: "Yemen", own: "اليمن", zone: "Asia/Aden", speaks: "ar",
      trunk: "0", exit: "00", digits: "7-9", fixed: "# ### ###", mobile: "### ### ###", emergency: "191 194 195 199",
      cellular: "70-71 73 77-78",
    },
    ZA: {
      code: "27", name: "South Africa", own: "South Africa", zone: "Africa/Johannesburg", speaks: "en",
      trunk: "0", exit: "00", digits: "5-10", fixed: "## ### ####", emergency: "112",
      cellular: "6-7 81-85 191-192 500-502", premium: "90-92 862-869", free: "80", shared: "860",
    },
    ZM: {
      code: "260", name: "Zambia", own: "Zambia", zone: "Africa/Lusaka", speaks: "en",
      trunk: "0", exit: "00", digits: "9", fixed: "### ### ###", mobile: "## #######", emergency: "112 991 993 999",
      cellular: "55-58 75-79 95-98", free: "800",
    },
    ZW: {
      code: "263", name: "Zimbabwe", own: "Zimbabwe", zone: "Africa/Harare", speaks: "sn en nd",
      trunk: "0", exit: "00", digits: "7 9-10", fixed: "## #######", mobile: "## ### ####",
      emergency: "112 993 994 995 999",
      cellular: "71-72 77-78 731-739 751 790-791", free: "800-801 8020 8080-8088",
    },
  };

  // Codes without a region. Calls to satellite and network codes are too expensive for a support line.
  const WORLDWIDE = {
    800: { name: "International freephone", kind: "free" },
    808: { name: "International shared cost", kind: "shared" },
    870: { name: "Inmarsat", kind: "satellite" },
    878: { name: "Universal personal numbers", kind: "personal" },
    881: { name: "Global mobile satellite", kind: "satellite" },
    882: { name: "International networks", kind: "network" },
    883: { name: "International networks", kind: "network" },
    888: { name: "Disaster relief", kind: "network" },
    979: { name: "International premium rate", kind: "premium" },
  };

  // The cost per minute determines the maximum duration of a call, and whether a supervisor must approve it.
  const TARIFFS = {
    home: { maxMinutes: 120, supervised: false },
    near: { maxMinutes: 60, supervised: false },
    world: { maxMinutes: 20, supervised: false },
    dear: { maxMinutes: 10, supervised: true },
  };
  const HOME = "US CA PR".split(" ");
  const NEAR = (
    "AT AU BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IL IS IT JP KR LI LT LU LV MC MT MX NL NO NZ PL PT RO " +
    "SE SG SI SK"
  ).split(" ");
  const DEAR = "CU MG SO".split(" ");

  const byCode = new Map();
  const expanded = new Map();

  /** "15-17 30" → ["15", "16", "17", "30"], longest first, cached. */
  function expand(ranges) {
    if (!expanded.has(ranges)) {
      const all = [];
      ranges.split(" ").forEach((part) => {
        const ends = part.split("-");
        const width = ends[0].length;
        for (let value = Number(ends[0]); value <= Number(ends[ends.length - 1]); value += 1) {
          all.push(String(value).padStart(width, "0"));
        }
      });
      expanded.set(ranges, all.sort((one, other) => other.length - one.length));
    }
    return expanded.get(ranges);
  }

  function startsWithAny(digits, ranges) {
    return Boolean(ranges) && expand(ranges).some((prefix) => digits.startsWith(prefix));
  }

  function index() {
    if (byCode.size === 0) {
      Object.keys(REGIONS).forEach((iso) => {
        const region = Object.assign(REGIONS[iso], { iso });
        byCode.set(region.code, (byCode.get(region.code) || []).concat(region));
      });
    }
    return byCode;
  }

  /** Returns the calling code of a number. No code is a prefix of another, so the shortest match is correct. */
  function codeOf(digits) {
    return [1, 2, 3].map((length) => digits.slice(0, length)).find((code) => index().has(code) || code in WORLDWIDE);
  }

  function regionOf(code, national) {
    const sharing = index().get(code) || [];
    const told = sharing.filter((region) => region.leads && startsWithAny(national, region.leads));
    return told[0] || sharing.find((region) => !region.leads) || null;
  }

  function kindOf(region, national) {
    const kinds = ["premium", "shared", "free", "cellular"];
    return kinds.find((kind) => startsWithAny(national, region[kind])) || "fixed";
  }

  function lengthFits(region, national) {
    return expand(region.digits).some((length) => Number(length) === national.length);
  }

  /** "+49 (0)30 …", "0049 30 …", and, within Germany, "030 …" are all converted to 4930… */
  function internationalDigits(text, homeIso) {
    const compact = String(text).replace(/\(0\)/g, "").replace(/[^\d+]/g, "");
    if (compact.startsWith("+")) {
      return compact.slice(1);
    }
    const home = REGIONS[homeIso];
    const exit = home.exit.replace(/\D/g, "");
    if (compact.startsWith(exit) && compact.length > exit.length + 6) {
      return compact.slice(exit.length);
    }
    const national = home.trunk && compact.startsWith(home.trunk) ? compact.slice(home.trunk.length) : compact;
    return home.code + national;
  }

  /**
   * Parses a number in any common format. homeIso: the region of numbers without "+".
   * Returns {ok, e164, region, national, kind}, or {ok: false, reason}.
   */
  function parse(text, homeIso) {
    const home = REGIONS[homeIso] ? homeIso : "US";
    const bare = String(text || "").replace(/\D/g, "");
    if (REGIONS[home].emergency.split(" ").includes(bare)) {
      return { ok: false, reason: "emergency" };
    }
    const digits = internationalDigits(text || "", home);
    const code = codeOf(digits);
    if (!code || digits.length > 15) {
      return { ok: false, reason: code ? "too long" : "unknown calling code" };
    }
    const national = digits.slice(code.length);
    if (code in WORLDWIDE) {
      return { ok: true, e164: `+${digits}`, region: null, national, kind: WORLDWIDE[code].kind };
    }
    const region = regionOf(code, national);
    if (!region || !lengthFits(region, national)) {
      return { ok: false, reason: "not a possible length", region };
    }
    return { ok: true, e164: `+${digits}`, region, national, kind: kindOf(region, national) };
  }

  function groupBy(shape, digits) {
    let next = 0;
    return shape.replace(/#/g, () => {
      next += 1;
      return digits[next - 1];
    });
  }

  function inThrees(digits) {
    return digits.replace(/(\d{3})(?=\d{2,})/g, "$1 ");
  }

  /** "+4915123456789" → "+49 1512 3456789": grouped as in its region, if the length matches. */
  function display(e164) {
    const parsed = parse(e164, "US");
    if (!parsed.ok || !parsed.region) {
      return e164;
    }
    const region = parsed.region;
    const shapes = [parsed.kind === "cellular" ? region.mobile : region.fixed, region.fixed, region.mobile];
    const fitting = shapes.find((shape) => shape && shape.replace(/[^#]/g, "").length === parsed.national.length);
    const grouped = fitting ? groupBy(fitting, parsed.national) : inThrees(parsed.national);
    return `+${region.code} ${grouped}`;
  }

  /** Converts "DE" to 🇩🇪, which consists of two regional indicator symbols. */
  function flag(iso) {
    return String.fromCodePoint(...iso.split("").map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65));
  }

  function tariffOf(iso) {
    if (HOME.includes(iso)) {
      return "home";
    }
    if (NEAR.includes(iso)) {
      return "near";
    }
    return DEAR.includes(iso) ? "dear" : "world";
  }

  function areaOf(region) {
    const area = region.zone.split("/")[0];
    if (area === "America") {
      return "americas";
    }
    return ["Asia", "Australia", "Indian", "Pacific"].includes(area) ? "pacific" : "europe";
  }

  /**
   * Returns whether and how a number may be called: {allowed, area, tariff, maxSeconds}, or {allowed: false, reason}.
   * The area determines the caller ID, so that people see a number from their own part of the world.
   */
  function route(parsed, supervised) {
    if (!parsed.ok) {
      return { allowed: false, reason: parsed.reason };
    }
    if (!parsed.region || parsed.kind === "premium" || parsed.kind === "shared") {
      return { allowed: false, reason: `${parsed.kind} numbers are not called` };
    }
    const tariff = tariffOf(parsed.region.iso);
    if (TARIFFS[tariff].supervised && !supervised) {
      return { allowed: false, reason: `${parsed.region.name} needs a supervisor` };
    }
    return { allowed: true, area: areaOf(parsed.region), tariff, maxSeconds: TARIFFS[tariff].maxMinutes * 60 };
  }

  /** Returns the first supported language of a region. */
  function languageOf(region, known, fallback) {
    return (region ? region.speaks.split(" ") : []).find((language) => known.includes(language)) || fallback;
  }

  return { REGIONS, parse, display, flag, route, languageOf };
})();
